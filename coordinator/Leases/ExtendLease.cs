using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Leases;

/// <summary>A heartbeat: keeps the lease alive, passes progress on, and tells the worker when nobody wants the result any more.</summary>
internal sealed class ExtendLease(
    IDbContextFactory<GridDb> databases, WaitingRoom room, LiveProgress live, QueueSignal queue, Presence presence, IOptions<LeaseOptions> options, TimeProvider time)
{
    public async Task<ExtendOutcome> RunAsync(LeaseClaim claim, int step, ReadOnlyMemory<byte> preview, WorkerRole role, CancellationToken cancellationToken)
    {
        presence.Saw(claim.WorkerId, role);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (attempt, refusal) = await HeldLease.FindAsync(db, claim, cancellationToken);
        if (attempt is null)
            return new ExtendOutcome.Refused(refusal ?? HeldLease.Unknown);
        if (!await KeepAsync(db, claim, attempt, cancellationToken))
        {
            room.SetBusy(claim.WorkerId, false);
            queue.Work.Set();
            return new ExtendOutcome.Stop();
        }
        if (attempt.Purpose == AttemptPurpose.Render)
            await TellAsync(db, attempt.JobId, step, preview, cancellationToken);
        return new ExtendOutcome.Extended();
    }

    /// <summary>Heartbeats that only bring progress come often; the row is written when a tenth of the lease has gone.</summary>
    private async Task<bool> KeepAsync(GridDb db, LeaseClaim claim, Attempt attempt, CancellationToken cancellationToken)
    {
        if (attempt.State != AttemptState.Leased)
            return false;
        var until = time.GetUtcNow() + options.Value.Lasts;
        if (until - attempt.LeaseUntil < options.Value.Lasts / 10)
            return true;
        var attempts = db.Attempts;
        return await attempts.Held(claim).ExecuteUpdateAsync(set => set.SetProperty(one => one.LeaseUntil, until), cancellationToken) == 1;
    }

    private async Task TellAsync(GridDb db, JobId job, int step, ReadOnlyMemory<byte> preview, CancellationToken cancellationToken)
    {
        live.Report(job, step, preview);
        queue.Changed(await db.Jobs.Where(one => one.Id == job).Select(one => one.RequestId).SingleAsync(cancellationToken));
    }
}

internal abstract record ExtendOutcome
{
    internal sealed record Extended : ExtendOutcome;

    /// <summary>The lease is over; the worker drops the work.</summary>
    internal sealed record Stop : ExtendOutcome;

    internal sealed record Refused(Refusal Refusal) : ExtendOutcome;
}
