using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Leases;

/// <summary>Ends an attempt without a picture: its job goes back to its place in the queue, or fails for good after too many bad ends.</summary>
internal sealed partial class EndAttempt(
    GridWriter writer, LeaseBook book, WaitingRoom room, QueueSignal signal, QueueGauge gauge, LiveProgress live, DispatchCounts counts, IOptions<JobsOptions> options, TimeProvider time, ILogger<EndAttempt> logger)
{
    /// <summary>Why an attempt was rejected at which referee after referee failed. It says nothing against its worker.</summary>
    private const string Exhausted = "verification.exhausted";

    /// <summary>Whether this call ended it; false when it had ended before, or was extended meanwhile.</summary>
    /// <param name="lapsedAt">Ends it only if its term was over by then; null ends it whatever its term.</param>
    public async Task<bool> RunAsync(LeaseClaim claim, AttemptState ended, string code, CancellationToken cancellationToken, DateTimeOffset? lapsedAt = null)
    {
        var end = await writer.RunAsync(db => EndAsync(db, claim, ended, code, lapsedAt ?? DateTimeOffset.MaxValue, cancellationToken), cancellationToken);
        if (end is null)
            return false;
        if (RetryPolicy.Counts(ended))
            LogEndedBadly(end.Job.Id, claim.WorkerId, ended, code);
        Tell(end, hasLapsed: code == LeaseOptions.OfferLapsed);
        return true;
    }

    private async Task<AttemptEnd?> EndAsync(GridDb db, LeaseClaim claim, AttemptState ended, string code, DateTimeOffset lapsedAt, CancellationToken cancellationToken)
    {
        var (id, fence, worker, now) = (claim.Id, claim.Fence, claim.WorkerId, time.GetUtcNow());
        var rows = await db.Attempts
            .Where(one => one.Id == id && one.Fence == fence && one.WorkerId == worker && one.State == AttemptState.Leased && one.LeaseUntil <= lapsedAt)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.State, ended).SetProperty(one => one.EndedAt, now).SetProperty(one => one.FailureCode, code), cancellationToken);
        if (rows == 0)
            return null;
        var attempt = await db.Attempts.AsNoTracking().SingleAsync(one => one.Id == id, cancellationToken);
        var job = await db.Jobs.AsNoTracking().SingleAsync(one => one.Id == attempt.JobId, cancellationToken);
        if (attempt.AuditOf is { } audited)
            return new(attempt, job, null, await ReleaseAuditAsync(db, audited, job, ended, isVolunteers: attempt.CheckedAccountId is not null, cancellationToken));
        return new(attempt, job, await ReleaseJobAsync(db, job, attempt, ended, code, cancellationToken), MayBeAudited: false);
    }

    /// <summary>The state it led to; null when the job was not waiting for this attempt, or another attempt at it lives.</summary>
    private async Task<JobState?> ReleaseJobAsync(GridDb db, Job job, Attempt attempt, AttemptState ended, string code, CancellationToken cancellationToken)
    {
        var (id, counts) = (job.Id, RetryPolicy.Counts(ended) ? 1 : 0);
        var rival = await db.Attempts.Where(one => one.JobId == id && one.State == AttemptState.Leased && one.Purpose == AttemptPurpose.Render) // unique index job, fence
            .Select(one => (AttemptId?)one.Id).FirstOrDefaultAsync(cancellationToken);
        if (rival is { } other)
        {
            await db.Jobs.Where(one => one.Id == id && one.State == JobState.Leased).ExecuteUpdateAsync(
                set => set.SetProperty(one => one.AttemptId, other).SetProperty(one => one.Failures, one => one.Failures + counts), cancellationToken);
            return null;
        }
        var then = RetryPolicy.After(ended, job.Failures, options.Value.MaxFailures);
        var (from, to, tag) = (JobLifecycle.From(then), JobLifecycle.To(then), FairQueuePolicy.Requeued(job.StartTag, gauge.VirtualTime));
        var (failureCode, failure) = then == JobEvent.GiveUp
            ? ("job.attempts_exhausted", $"{job.Failures + 1} workers tried and none could render it (the last: {code}). Ask again, perhaps with other settings.")
            : ("", "");
        var rows = await db.Jobs.Where(one => one.Id == id && from.Contains(one.State) && one.State != JobState.Rendered).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.State, to).SetProperty(one => one.Failures, one => one.Failures + counts).SetProperty(one => one.StartTag, tag)
                .SetProperty(one => one.FailureCode, failureCode).SetProperty(one => one.Failure, failure), cancellationToken);
        return rows == 1 ? to : null;
    }

    /// <summary>
    /// Whether it waits for another checker. After too many bad rechecks the job ends: it can be neither accepted nor rejected honestly. A volunteer's
    /// bad end never counts, or volunteers could spoil others' work; what one has failed at goes to a referee.
    /// </summary>
    private async Task<bool> ReleaseAuditAsync(GridDb db, AttemptId audited, Job job, AttemptState ended, bool isVolunteers, CancellationToken cancellationToken)
    {
        if (isVolunteers)
        {
            var badly = RetryPolicy.Counts(ended);
            await db.Attempts.Where(one => one.Id == audited && one.Audit == AuditState.Leased).ExecuteUpdateAsync(
                set => set.SetProperty(one => one.Audit, AuditState.Waiting).SetProperty(one => one.IsForVolunteers, one => one.IsForVolunteers && !badly), cancellationToken);
            return true;
        }
        var attempt = await db.Attempts.AsNoTracking().SingleAsync(one => one.Id == audited, cancellationToken);
        var again = RetryPolicy.After(ended, attempt.AuditFailures, options.Value.MaxFailures) == JobEvent.Requeue;
        var (counts, next) = (RetryPolicy.Counts(ended) ? 1 : 0, again ? AuditState.Waiting : (AuditState?)null);
        await db.Attempts.Where(one => one.Id == audited && one.Audit == AuditState.Leased).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.Audit, next).SetProperty(one => one.AuditFailures, one => one.AuditFailures + counts), cancellationToken);
        if (again)
            return true;
        LogUnverifiable(job.Id);
        var now = time.GetUtcNow();
        await db.Attempts.Where(one => one.Id == audited && one.Verdict == Verdict.Pending).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.Verdict, Verdict.Rejected).SetProperty(one => one.VerdictAt, now).SetProperty(one => one.VerdictCode, Exhausted), cancellationToken);
        var id = job.Id;
        await db.Jobs.Where(one => one.Id == id && one.AttemptId == audited && one.State == JobState.Rendered).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.State, JobLifecycle.To(JobEvent.GiveUp)).SetProperty(one => one.FailureCode, Exhausted)
                .SetProperty(one => one.Failure, "No referee could verify the picture, so it was not accepted. Ask again."), cancellationToken);
        return false;
    }

    private void Tell(AttemptEnd end, bool hasLapsed)
    {
        if (book.Remove(end.Attempt.Id) is { } lease)
            room.Release(lease.Terms, hasLapsed);
        if (hasLapsed)
            counts.Lapsed();
        if (end.Attempt.Purpose == AttemptPurpose.Render)
            live.Forget(end.Job.Id);
        signal.Moved(end.Job.RequestId);
        if (end.MayBeAudited)
            signal.AuditCame();
        if (end.JobState == JobState.Queued)
        {
            gauge.Joined(end.Job.Lane, 1);
            signal.WorkCame(end.Job.Lane);
        }
        signal.Work.Set(); // a slot is free
    }

    private sealed record AttemptEnd(Attempt Attempt, Job Job, JobState? JobState, bool MayBeAudited);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An attempt at job {Job} by worker {Worker} ended {Ended} ({Code}).")]
    private partial void LogEndedBadly(JobId job, WorkerId worker, AttemptState ended, string code);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} could not be verified: its rechecks kept failing. Look at the referees.")]
    private partial void LogUnverifiable(JobId job);
}
