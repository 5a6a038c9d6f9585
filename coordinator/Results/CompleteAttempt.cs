using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Results;

/// <summary>What a worker says when it has finished.</summary>
internal sealed record Finished(LeaseClaim Lease, string PictureSha256, string EngineVersion, byte[] Commitment, PictureScores Scores);

/// <summary>
/// Makes an upload the result of its attempt. A render's job becomes rendered and waits for its verdict; a recheck's picture
/// waits to be compared. Repeating it returns the first answer.
/// </summary>
internal sealed class CompleteAttempt(
    IDbContextFactory<GridDb> databases, WaitingRoom room, QueueSignal queue, RenderedSignal rendered, LiveProgress live, TimeProvider time)
{
    private const int MaxVersion = 40;

    public async Task<CompleteOutcome> RunAsync(Finished finished, CancellationToken cancellationToken)
    {
        if (ScoreRules.Check(finished.Scores) is { } wrong)
            return new CompleteOutcome.Refused(wrong);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (attempt, refusal) = await HeldLease.FindAsync(db, finished.Lease, cancellationToken);
        if (attempt is null)
            return new CompleteOutcome.Refused(refusal ?? HeldLease.Unknown);
        if (attempt.State == AttemptState.Rendered && attempt.PictureSha256 == finished.PictureSha256)
            return new CompleteOutcome.Completed(attempt.Verdict);
        if (attempt.State != AttemptState.Leased)
            return new CompleteOutcome.Refused(HeldLease.Stale);
        if (attempt.UploadedSha256.Length == 0 || attempt.UploadedSha256 != finished.PictureSha256)
            return new CompleteOutcome.Refused(Refusal.Conflict("upload.missing", "This picture was not uploaded under this lease. Upload it, then complete."));
        return await FinishAsync(db, attempt, finished, cancellationToken) ?? await AgainAsync(db, finished, cancellationToken);
    }

    /// <summary>The lease ended meanwhile: perhaps by this same call, sent twice.</summary>
    private static async Task<CompleteOutcome> AgainAsync(GridDb db, Finished finished, CancellationToken cancellationToken) =>
        await HeldLease.FindAsync(db, finished.Lease, cancellationToken) is ({ State: AttemptState.Rendered } attempt, _) && attempt.PictureSha256 == finished.PictureSha256
            ? new CompleteOutcome.Completed(attempt.Verdict)
            : new CompleteOutcome.Refused(HeldLease.Stale);

    /// <summary>Null when the lease had ended.</summary>
    private async Task<CompleteOutcome?> FinishAsync(GridDb db, Attempt attempt, Finished finished, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken); // the attempt and its job move together
        var verdict = attempt.Purpose == AttemptPurpose.Render ? Verdict.Pending : Verdict.None;
        var (attempts, now, version) = (db.Attempts, time.GetUtcNow(), finished.EngineVersion.Printable(MaxVersion));
        var rows = await attempts.Held(finished.Lease).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.State, AttemptState.Rendered).SetProperty(one => one.EndedAt, now).SetProperty(one => one.Verdict, verdict)
                .SetProperty(one => one.PictureSha256, finished.PictureSha256).SetProperty(one => one.EngineVersion, version)
                .SetProperty(one => one.Commitment, finished.Commitment).SetProperty(one => one.Scores, finished.Scores), cancellationToken);
        if (rows == 0 || await MoveJobAsync(db, attempt, cancellationToken) == 0)
            return null;
        var request = await db.Jobs.Where(job => job.Id == attempt.JobId).Select(job => job.RequestId).SingleAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        room.SetBusy(attempt.WorkerId, false);
        live.Forget(attempt.JobId);
        queue.Changed(request);
        queue.Work.Set();
        rendered.Signal.Set();
        return new CompleteOutcome.Completed(verdict);
    }

    private static Task<int> MoveJobAsync(GridDb db, Attempt attempt, CancellationToken cancellationToken)
    {
        var (id, fence, from) = (attempt.JobId, attempt.Fence, JobLifecycle.From(JobEvent.Render));
        var job = db.Jobs.Where(one => one.Id == id && one.Fence == fence);
        return attempt.Purpose == AttemptPurpose.Recheck
            ? job.Where(one => one.State == JobState.Rendered && one.Audit == AuditState.Leased)
                .ExecuteUpdateAsync(set => set.SetProperty(one => one.Audit, AuditState.Returned), cancellationToken)
            : job.Where(one => from.Contains(one.State)).ExecuteUpdateAsync(
                set => set.SetProperty(one => one.State, JobLifecycle.To(JobEvent.Render)).SetProperty(one => one.Audit, AuditState.Undrawn), cancellationToken);
    }
}

internal abstract record CompleteOutcome
{
    internal sealed record Completed(Verdict Verdict) : CompleteOutcome;

    internal sealed record Refused(Refusal Refusal) : CompleteOutcome;
}
