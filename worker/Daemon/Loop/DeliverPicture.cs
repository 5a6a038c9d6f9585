using System.Security.Cryptography;
using System.Threading.Channels;
using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Rendering;
using LaionGrid.Worker.Trajectories;
using LaionGrid.Worker.Uplink;
using LaionGrid.Worker.Uplink.Leases;
namespace LaionGrid.Worker.Loop;

/// <summary>From a lease with its bundle ready to its picture at the coordinator: render, keep the trajectory, upload, complete.</summary>
internal sealed partial class DeliverPicture(WorkUplinkGrpc work, IRenderer renderer, TrajectoryShelf shelf, RevealQueue reveals, Activity activity, IHorizon horizon, TimeProvider time, ILogger<DeliverPicture> logger)
{
    private const int MaxUploads = 3;
    private static readonly TimeSpan TellStepEvery = TimeSpan.FromSeconds(5);

    /// <param name="rendering">Ends the render within one step. Stopping cancels it too.</param>
    /// <param name="stopping">Ends the upload.</param>
    public async Task<Delivery> RunAsync(
        Lease lease, RenderJob job, Channel<RenderProgress> progress, CancellationToken rendering, CancellationToken stopping)
    {
        var what = $"Rendering a picture of {job.Order.Width}x{job.Order.Height} with {job.BundleId}";
        LogBegun(what, job.Order.Steps);
        activity.Begin($"{what}.", new(job.BundleId, false, job.Order.Width, job.Order.Height, job.Order.Steps, 0, time.GetUtcNow()));
        var (began, told) = (time.GetTimestamp(), time.GetTimestamp());
        return await renderer.RenderAsync(job, Follow, rendering) switch
        {
            RenderOutcome.Rendered picture => await SendAsync(lease, picture, time.GetElapsedTime(began), stopping),
            RenderOutcome.Failed failed => Delivery.Of(failed.Fault, failed.Detail),
            var other => throw new InvalidOperationException($"No way on from {other}."),
        };

        void Follow(RenderProgress now)
        {
            activity.Reach(now.Step, now.Preview);
            if (now.Preview.IsEmpty && progress.Reader.TryRead(out var untold))
                now = now with { Preview = untold.Preview };
            progress.Writer.TryWrite(now); // the newest step and the newest preview count; a slow uplink misses those between
            if (time.GetElapsedTime(told) < TellStepEvery)
                return;
            told = time.GetTimestamp();
            LogStep(what, now.Step, job.Order.Steps);
        }
    }

    private async Task<Delivery> SendAsync(Lease lease, RenderOutcome.Rendered picture, TimeSpan took, CancellationToken cancellationToken)
    {
        activity.Text = $"Sending a picture of {lease.BundleId}.";
        shelf.Put(lease.Id, picture.Trajectory.Span); // before it is asked for: from there on this process may be killed
        var finished = new Finished(picture.Png, picture.EngineVersion, picture.Scores, picture.Commitment, took);
        Completion? done = null;
        Refusal? refusal;
        var uploads = 0;
        do
        {
            refusal = await work.UploadAsync(lease, picture.Png, cancellationToken);
            if (refusal is null)
                (done, refusal) = await work.CompleteAsync(lease, finished, cancellationToken);
        }
        while (refusal is { IsUploadForgotten: true } && ++uploads < MaxUploads);
        if (done is not { } completion)
        {
            shelf.Drop(lease.Id);
            return refusal is { IsLeaseOver: true } ? new Delivery.Unwanted() : new Delivery.Failed(new(FailReason.RenderError, $"The picture was not taken: {refusal?.Code}: {refusal?.Message}"));
        }
        horizon.Learn(lease, took);
        LogDelivered(took.TotalSeconds, lease.CreditMflop, completion.IsRevealWanted ? "audited" : "accepted");
        Settle(lease, completion);
        return new Delivery.Delivered();
    }

    private void Settle(Lease lease, Completion completion)
    {
        if (completion.IsRevealWanted)
            reveals.Ask(new(lease.Id, lease.Fence));
        else
            shelf.Drop(lease.Id);
        if (completion.Ticket.Length > 0 && Convert.ToHexStringLower(SHA256.HashData(Convert.FromHexString(completion.Ticket))) != lease.TicketSha256)
            LogOtherTicket(lease.Id);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{What}, {Steps} steps.")]
    private partial void LogBegun(string what, int steps);

    [LoggerMessage(Level = LogLevel.Information, Message = "{What}: step {Step} of {Steps}.")]
    private partial void LogStep(string what, int step, int steps);

    [LoggerMessage(Level = LogLevel.Information, Message = "Picture uploaded after {Seconds:0.0} s; {Mflop:N0} MFLOP, {Standing}.")]
    private partial void LogDelivered(double seconds, long mflop, string standing);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The coordinator drew lease {Lease} with another ticket than it had promised. Tell the operator; the lottery was not fair.")]
    private partial void LogOtherTicket(string lease);
}
