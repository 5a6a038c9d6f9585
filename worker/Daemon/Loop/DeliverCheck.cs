using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Rendering;
using LaionGrid.Worker.Uplink;
using LaionGrid.Worker.Uplink.Auditing;
using LaionGrid.Worker.Uplink.Leases;
namespace LaionGrid.Worker.Loop;

/// <summary>A check, by a referee or a proven volunteer, with its bundle ready: what is asked, the network's own answer, and that to the coordinator.</summary>
internal sealed partial class DeliverCheck(AuditsUplinkGrpc audits, IRenderer renderer, Activity activity, TimeProvider time, ILogger<DeliverCheck> logger)
{
    /// <param name="rendering">Ends the evaluations within one. Stopping cancels it too.</param>
    /// <param name="stopping">Ends the upload.</param>
    public async Task<Delivery> RunAsync(Lease lease, RenderJob job, CancellationToken rendering, CancellationToken stopping)
    {
        var began = time.GetTimestamp();
        var (challenge, refusal) = await audits.FetchAsync(lease, rendering);
        if (challenge is null)
            return Refused(refusal);
        activity.Begin($"Checking a picture of {job.BundleId} for the grid.", new(job.BundleId, true, job.Order.Width, job.Order.Height, challenge.Evaluations.Count, 0, time.GetUtcNow()));
        var check = new CheckJob(job.BundleId, job.BundleFolder, job.Order, challenge.Evaluations, challenge.Decodes, challenge.Latents) { Source = job.Source, Encodes = challenge.Encodes };
        switch (await renderer.CheckAsync(check, rendering))
        {
            case CheckOutcome.Checked done:
                refusal = await audits.AnswerAsync(lease, done.Outputs, done.Png, done.Scores, stopping);
                if (refusal is not null)
                    return Refused(refusal);
                var (count, took) = (challenge.Evaluations.Count, time.GetElapsedTime(began).TotalSeconds);
                LogChecked(count, took);
                return new Delivery.Delivered();
            case CheckOutcome.Failed failed:
                return Delivery.Of(failed.Fault, failed.Detail);
            case var other:
                throw new InvalidOperationException($"No way on from {other}.");
        }
    }

    private static Delivery Refused(Refusal? refusal) => refusal is { IsLeaseOver: true }
        ? new Delivery.Unwanted()
        : new Delivery.Failed(new(FailReason.RenderError, $"The check was not taken: {refusal?.Code}: {refusal?.Message}"));

    [LoggerMessage(Level = LogLevel.Information, Message = "Checked {Count} evaluations in {Seconds:0.0} s.")]
    private partial void LogChecked(int count, double seconds);
}
