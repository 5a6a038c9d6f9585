using System.Threading.Channels;
using LaionGrid.Worker.Bundles;
using LaionGrid.Worker.Rendering;
using LaionGrid.Worker.Uplink.Leases;
namespace LaionGrid.Worker.Loop;

/// <summary>Makes a lease's bundle ready and does what the lease is for.</summary>
internal sealed class DeliverLease(IBundleSource coordinator, BundleStore bundles, IRenderer renderer, FetchSources sources, DeliverPicture picture, DeliverCheck check)
{
    /// <param name="manifest">Of the lease's bundle; null when the grid offers no usable one.</param>
    /// <param name="rendering">Ends what comes before the upload, the render within one step. Stopping cancels it too.</param>
    /// <param name="stopping">Ends the upload.</param>
    public async Task<Delivery> RunAsync(
        Lease lease, BundleManifest? manifest, Channel<RenderProgress> progress, CancellationToken rendering, CancellationToken stopping)
    {
        if (lease.Order is not { } order)
            return Failed(FailReason.Unsupported, "This worker does not know this kind of task, or a setting of it. A newer version may.");
        if (manifest is null)
            return Failed(FailReason.Bundle, $"The grid offers no usable bundle named {lease.BundleId}.");
        if (!bundles.IsOnDisk(manifest))
            await renderer.CoolAsync(); // it may hold files that are about to be replaced
        switch (await bundles.PrepareAsync(manifest, coordinator, rendering))
        {
            case BundleOutcome.Unusable unusable:
                return Failed(FailReason.Bundle, unusable.Detail);
            case BundleOutcome.NoRoom none:
                return Failed(FailReason.GivenBack, none.Detail); // the disk has filled up since the work was claimed: no fault of the picture's
            case BundleOutcome.Ready ready:
                var (files, otherwise) = await sources.RunAsync(lease, rendering);
                if (otherwise is not null)
                    return otherwise;
                var job = new RenderJob(lease.Id, manifest.Id, ready.Folder, order) { Source = files };
                var delivery = lease.IsCheck
                    ? await check.RunAsync(lease, job, rendering, stopping)
                    : await picture.RunAsync(lease, job, progress, rendering, stopping);
                if (delivery is Delivery.Failed { Failure.Reason: FailReason.Bundle })
                    bundles.Doubt(manifest);
                return delivery;
            case var other:
                throw new InvalidOperationException($"No way on from {other}.");
        }
    }

    private static Delivery.Failed Failed(FailReason reason, string detail) => new(new(reason, detail));
}
