using LaionGrid.Worker.Rendering;
using LaionGrid.Worker.Uplink;
using LaionGrid.Worker.Uplink.Leases;
namespace LaionGrid.Worker.Loop;

/// <summary>Gets what a lease's picture begins from, for a render as for a check.</summary>
internal sealed class FetchSources(SourcesUplinkGrpc uplink)
{
    /// <returns>The files, null for a picture that begins from noise; or what becomes of the lease without them.</returns>
    public async Task<(SourceFiles? Files, Delivery? Otherwise)> RunAsync(Lease lease, CancellationToken cancellationToken)
    {
        if (lease.Source is not { } source)
            return (null, null);
        var (picture, refusal) = await uplink.FetchAsync(lease, source.Sha256, isMask: false, cancellationToken);
        var mask = ReadOnlyMemory<byte>.Empty;
        if (refusal is null && source.MaskSha256.Length > 0)
            (mask, refusal) = await uplink.FetchAsync(lease, source.MaskSha256, isMask: true, cancellationToken);
        return refusal is null ? (new(picture, mask, source.Strength), null) : (null, Refused(refusal));
    }

    private static Delivery Refused(Refusal refusal) => refusal.IsLeaseOver
        ? new Delivery.Unwanted()
        : new Delivery.Failed(new(FailReason.RenderError, $"The picture to begin from was not given: {refusal.Code}: {refusal.Message}"));
}
