using System.Linq.Expressions;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Leases;

/// <summary>The right to one attempt, with all it takes to render.</summary>
internal sealed record GrantedLease(AttemptId Id, long Fence, AttemptPurpose Purpose, JobId JobId, long Seed, RenderSettings Settings);

/// <summary>
/// Turns an offer into a lease: one conditional update takes the job and adds one to its fence, so of two claimants one wins,
/// and every later write of an overtaken worker finds its fence too old.
/// </summary>
internal sealed class ClaimWork(IDbContextFactory<GridDb> databases, WaitingRoom room, QueueSignal queue, IOptions<LeaseOptions> options, TimeProvider time)
{
    /// <summary>The jobs that a claim for this purpose may take.</summary>
    public static Expression<Func<Job, bool>> Waits(AttemptPurpose purpose) => purpose == AttemptPurpose.Recheck
        ? job => job.State == JobState.Rendered && job.Audit == AuditState.Waiting
        : job => job.State == JobState.Queued && job.Audit == AuditState.None;

    public async Task<ClaimOutcome> RunAsync(Guid offerId, CallingWorker worker, CancellationToken cancellationToken)
    {
        if (room.Take(offerId, worker.WorkerId) is not { } offer)
            return new ClaimOutcome.Refused(Gone);
        try
        {
            if (await LeaseAsync(offer, worker, cancellationToken) is { } lease)
                return new ClaimOutcome.Granted(lease);
            room.SetBusy(worker.WorkerId, false);
            queue.Work.Set();
            return new ClaimOutcome.Refused(Gone);
        }
        catch
        {
            room.SetBusy(worker.WorkerId, false);
            throw;
        }
    }

    private async Task<GrantedLease?> LeaseAsync(Offer offer, CallingWorker worker, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken); // a leased job always has its attempt
        var id = Ids.New<AttemptId>(time);
        if (await TakeJobAsync(db, offer, id, cancellationToken) == 0)
            return null;
        var jobId = offer.JobId;
        var job = await db.Jobs.AsNoTracking().SingleAsync(one => one.Id == jobId, cancellationToken);
        var settings = await db.Requests.Where(request => request.Id == job.RequestId).Select(request => request.Settings).SingleAsync(cancellationToken);
        var now = time.GetUtcNow();
        db.Add(new Attempt
        {
            Id = id,
            JobId = jobId,
            Purpose = offer.Purpose,
            WorkerId = worker.WorkerId,
            AccountId = worker.AccountId,
            Fence = job.Fence,
            State = AttemptState.Leased,
            LeaseUntil = now + options.Value.Lasts,
            StartedAt = now,
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (offer.Purpose == AttemptPurpose.Render)
            queue.Changed();
        return new(id, job.Fence, offer.Purpose, jobId, job.Seed, settings);
    }

    /// <summary>A recheck leaves the job's state and rendering attempt alone; only its audit moves.</summary>
    private static Task<int> TakeJobAsync(GridDb db, Offer offer, AttemptId id, CancellationToken cancellationToken)
    {
        var jobId = offer.JobId;
        var jobs = db.Jobs.Where(Waits(offer.Purpose)).Where(job => job.Id == jobId);
        return offer.Purpose == AttemptPurpose.Recheck
            ? jobs.ExecuteUpdateAsync(set => set.SetProperty(job => job.Audit, AuditState.Leased).SetProperty(job => job.Fence, job => job.Fence + 1), cancellationToken)
            : jobs.ExecuteUpdateAsync(
                set => set.SetProperty(job => job.State, JobLifecycle.To(JobEvent.Claim)).SetProperty(job => job.Fence, job => job.Fence + 1)
                    .SetProperty(job => job.AttemptId, id), cancellationToken);
    }

    private static Refusal Gone { get; } = Refusal.Conflict("offer.gone", "This offer is gone: it lapsed, another worker was faster, or nobody wants the picture any more. Wait for the next.");
}

internal abstract record ClaimOutcome
{
    internal sealed record Granted(GrantedLease Lease) : ClaimOutcome;

    internal sealed record Refused(Refusal Refusal) : ClaimOutcome;
}
