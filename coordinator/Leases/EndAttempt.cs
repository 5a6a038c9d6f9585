using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Leases;

/// <summary>Ends an attempt without a picture: its job goes back to its place in the queue, or fails for good after too many bad ends.</summary>
internal sealed partial class EndAttempt(
    IDbContextFactory<GridDb> databases, WaitingRoom room, QueueSignal queue, LiveProgress live, IOptions<JobsOptions> options, TimeProvider time, ILogger<EndAttempt> logger)
{
    /// <summary>Whether this call ended it; false when it had ended before.</summary>
    public async Task<bool> RunAsync(LeaseClaim claim, AttemptState ended, string code, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken); // the attempt and its job move together
        var (attempts, now) = (db.Attempts, time.GetUtcNow());
        var rows = await attempts.Held(claim).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.State, ended).SetProperty(one => one.EndedAt, now).SetProperty(one => one.FailureCode, code), cancellationToken);
        if (rows == 0)
            return false;
        var id = claim.Id;
        var attempt = await attempts.AsNoTracking().SingleAsync(one => one.Id == id, cancellationToken);
        var job = await db.Jobs.AsNoTracking().SingleAsync(one => one.Id == attempt.JobId, cancellationToken);
        await (attempt.Purpose == AttemptPurpose.Recheck ? ReleaseAuditAsync(db, job, ended, cancellationToken) : ReleaseJobAsync(db, job, ended, code, cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        Tell(claim.WorkerId, job, ended, code);
        return true;
    }

    private async Task ReleaseJobAsync(GridDb db, Job job, AttemptState ended, string code, CancellationToken cancellationToken)
    {
        var then = RetryPolicy.After(ended, job.Failures, options.Value.MaxFailures);
        var (from, to, counts) = (JobLifecycle.From(then), JobLifecycle.To(then), RetryPolicy.Counts(ended) ? 1 : 0);
        var (failureCode, failure) = then == JobEvent.GiveUp
            ? ("job.attempts_exhausted", $"{job.Failures + 1} workers tried and none could render it (the last: {code}). Ask again, perhaps with other settings.")
            : ("", "");
        var id = job.Id;
        await db.Jobs.Where(one => one.Id == id && from.Contains(one.State)).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.State, to).SetProperty(one => one.Failures, one => one.Failures + counts)
                .SetProperty(one => one.FailureCode, failureCode).SetProperty(one => one.Failure, failure), cancellationToken);
    }

    /// <summary>After too many bad rechecks the job ends: it can be neither accepted nor rejected honestly.</summary>
    private async Task ReleaseAuditAsync(GridDb db, Job job, AttemptState ended, CancellationToken cancellationToken)
    {
        var id = job.Id;
        var audited = db.Jobs.Where(one => one.Id == id && one.State == JobState.Rendered && one.Audit == AuditState.Leased);
        var counts = RetryPolicy.Counts(ended) ? 1 : 0;
        if (RetryPolicy.After(ended, job.AuditFailures, options.Value.MaxFailures) == JobEvent.Requeue)
        {
            await audited.ExecuteUpdateAsync(
                set => set.SetProperty(one => one.Audit, AuditState.Waiting).SetProperty(one => one.AuditFailures, one => one.AuditFailures + counts), cancellationToken);
            return;
        }
        LogUnverifiable(job.Id);
        await audited.ExecuteUpdateAsync(
            set => set.SetProperty(one => one.State, JobLifecycle.To(JobEvent.GiveUp)).SetProperty(one => one.Audit, AuditState.None)
                .SetProperty(one => one.FailureCode, "verification.exhausted")
                .SetProperty(one => one.Failure, "No referee could verify the picture, so it was not accepted. Ask again."), cancellationToken);
    }

    private void Tell(WorkerId worker, Job job, AttemptState ended, string code)
    {
        if (RetryPolicy.Counts(ended))
            LogEndedBadly(job.Id, worker, ended, code);
        room.SetBusy(worker, false);
        live.Forget(job.Id);
        queue.Changed(job.RequestId);
        queue.Changed();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An attempt at job {Job} by worker {Worker} ended {Ended} ({Code}).")]
    private partial void LogEndedBadly(JobId job, WorkerId worker, AttemptState ended, string code);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} could not be verified: its rechecks kept failing. Look at the referees.")]
    private partial void LogUnverifiable(JobId job);
}
