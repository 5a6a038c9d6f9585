using System.Threading.Channels;
using LaionGrid.Worker.Bundles;
using LaionGrid.Worker.Rendering;
using LaionGrid.Worker.Uplink;

namespace LaionGrid.Worker.Loop;

/// <summary>From a lease to its picture at the coordinator: bundle, render, upload, complete.</summary>
internal sealed partial class DeliverPicture(
    WorkUplinkGrpc work, ModelsUplinkGrpc models, BundleStore bundles, IRenderer renderer, TimeProvider time, ILogger<DeliverPicture> logger)
{
    private const int MaxUploads = 3;
    private static readonly TimeSpan TellStepEvery = TimeSpan.FromSeconds(5);

    /// <param name="manifest">Of the lease's bundle; null when the grid offers no usable one.</param>
    /// <param name="rendering">Ends what comes before the upload, the render within one step. Stopping cancels it too.</param>
    /// <param name="stopping">Ends the upload.</param>
    public async Task<Delivery> RunAsync(
        Lease lease, BundleManifest? manifest, ChannelWriter<RenderProgress> progress, CancellationToken rendering, CancellationToken stopping)
    {
        if (lease.Order is not { } order)
            return Failed(FailReason.Unsupported, "This worker does not know this kind of task, or a setting of it. A newer version may.");
        if (manifest is null)
            return Failed(FailReason.Bundle, $"The grid offers no usable bundle named {lease.BundleId}.");
        if (!bundles.IsOnDisk(manifest))
            await renderer.CoolAsync(); // it may hold files that are about to be replaced
        switch (await bundles.PrepareAsync(manifest, models.FetchAsync, rendering))
        {
            case BundleOutcome.Unusable unusable:
                return Failed(FailReason.Bundle, unusable.Detail);
            case BundleOutcome.Ready ready:
                var job = new RenderJob(lease.Id, manifest.Id, ready.Folder, order, WithPreviews: !lease.IsRecheck);
                return await RenderAsync(lease, job, progress, rendering, stopping);
            case var other:
                throw new InvalidOperationException($"No way on from {other}.");
        }
    }

    private async Task<Delivery> RenderAsync(
        Lease lease, RenderJob job, ChannelWriter<RenderProgress> progress, CancellationToken rendering, CancellationToken stopping)
    {
        var what = $"{(lease.IsRecheck ? "Checking" : "Rendering")} a picture of {job.Order.Width}x{job.Order.Height} with {job.BundleId}";
        LogBegun(what, job.Order.Steps);
        var (began, told) = (time.GetTimestamp(), time.GetTimestamp());
        return await renderer.RenderAsync(job, Follow, rendering) switch
        {
            RenderOutcome.Rendered picture => await SendAsync(lease, picture, time.GetElapsedTime(began), stopping),
            RenderOutcome.Failed failed => Failed(ReasonOf(failed.Fault), failed.Detail),
            var other => throw new InvalidOperationException($"No way on from {other}."),
        };

        void Follow(RenderProgress now)
        {
            progress.TryWrite(now); // the newest counts; a slow uplink misses those between
            if (time.GetElapsedTime(told) < TellStepEvery)
                return;
            told = time.GetTimestamp();
            LogStep(what, now.Step, job.Order.Steps);
        }
    }

    private async Task<Delivery> SendAsync(Lease lease, RenderOutcome.Rendered picture, TimeSpan took, CancellationToken cancellationToken)
    {
        Refusal? refusal;
        var finished = new Finished(picture.Png, picture.EngineVersion, picture.Scores, picture.Commitment, took);
        var uploads = 0;
        do
        {
            refusal = await work.UploadAsync(lease, picture.Png, cancellationToken)
                ?? await work.CompleteAsync(lease, finished, cancellationToken);
        }
        while (refusal is { IsUploadForgotten: true } && ++uploads < MaxUploads);
        if (refusal is not null)
            return refusal.IsLeaseOver ? new Delivery.Unwanted() : Failed(FailReason.RenderError, $"The picture was not taken: {refusal.Code}: {refusal.Message}");
        if (lease.IsRecheck)
            LogChecked(took.TotalSeconds);
        else
            LogDelivered(took.TotalSeconds, lease.CreditMflop);
        return new Delivery.Delivered();
    }

    private static Delivery.Failed Failed(FailReason reason, string detail) => new(new(reason, detail));

    private static FailReason ReasonOf(RenderFault fault) => fault switch
    {
        RenderFault.Bundle => FailReason.Bundle,
        RenderFault.BadPicture => FailReason.BadPicture,
        RenderFault.OutOfMemory => FailReason.OutOfMemory,
        _ => FailReason.RenderError,
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "{What}, {Steps} steps.")]
    private partial void LogBegun(string what, int steps);

    [LoggerMessage(Level = LogLevel.Information, Message = "{What}: step {Step} of {Steps}.")]
    private partial void LogStep(string what, int step, int steps);

    [LoggerMessage(Level = LogLevel.Information, Message = "Picture uploaded after {Seconds:0.0} s; {Mflop:N0} MFLOP, verdict pending.")]
    private partial void LogDelivered(double seconds, long mflop);

    [LoggerMessage(Level = LogLevel.Information, Message = "Check delivered after {Seconds:0.0} s.")]
    private partial void LogChecked(double seconds);
}
