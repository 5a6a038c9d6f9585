using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification;

/// <summary>
/// Writes a verdict and what follows from it in one transaction: the attempt's verdict, the job's state, and the postings
/// of an accepted one. The job's state guards it, so a verdict settled twice is settled once.
/// </summary>
internal sealed partial class SettleVerdict(
    IDbContextFactory<GridDb> databases, Journal journal, QueueSignal queue, IOptions<JobsOptions> options, TimeProvider time, ILogger<SettleVerdict> logger)
{
    public async Task AcceptAsync(Job job, Attempt attempt, Verdict verdict, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken); // verdict and postings stand or fall together
        if (!await MoveAsync(db, job, attempt, JobEvent.Accept, "", cancellationToken))
            return;
        await JudgeAsync(db, attempt, verdict, cancellationToken);
        journal.Post(db, ViewPictures.CauseOf(attempt.Id), BalancePolicy.Contribution(attempt.AccountId, job.CostMflop));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        LogAccepted(attempt.Id, verdict, job.CostMflop);
        Tell(job);
    }

    /// <summary>Nothing is paid; the job is rendered anew, or fails after too many bad attempts.</summary>
    public async Task RejectAsync(Job job, Attempt attempt, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken); // as above
        var then = job.Failures + 1 >= options.Value.MaxFailures ? JobEvent.GiveUp : JobEvent.Reject;
        if (!await MoveAsync(db, job, attempt, then, "picture.rejected", cancellationToken))
            return;
        await JudgeAsync(db, attempt, Verdict.Rejected, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        LogRejected(attempt.Id);
        Tell(job);
    }

    private static async Task<bool> MoveAsync(GridDb db, Job job, Attempt attempt, JobEvent happening, string code, CancellationToken cancellationToken)
    {
        var (id, attemptId, audit, from, to) = (job.Id, attempt.Id, job.Audit, JobLifecycle.From(happening), JobLifecycle.To(happening));
        var failures = happening == JobEvent.Accept ? 0 : 1;
        var failure = happening == JobEvent.GiveUp ? "The pictures that came back were not what the job asks for. Ask again." : "";
        var failureCode = happening == JobEvent.GiveUp ? code : "";
        return await db.Jobs.Where(one => one.Id == id && one.AttemptId == attemptId && one.Audit == audit && from.Contains(one.State)).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.State, to).SetProperty(one => one.Audit, AuditState.None).SetProperty(one => one.Failures, one => one.Failures + failures)
                .SetProperty(one => one.FailureCode, failureCode).SetProperty(one => one.Failure, failure), cancellationToken) == 1;
    }

    private Task<int> JudgeAsync(GridDb db, Attempt attempt, Verdict verdict, CancellationToken cancellationToken)
    {
        var (id, now) = (attempt.Id, time.GetUtcNow());
        return db.Attempts.Where(one => one.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.Verdict, verdict).SetProperty(one => one.VerdictAt, now), cancellationToken);
    }

    private void Tell(Job job)
    {
        queue.Changed(job.RequestId);
        queue.Work.Set();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Attempt {Attempt} is {Verdict}: {Mflop} MFLOP posted.")]
    private partial void LogAccepted(AttemptId attempt, Verdict verdict, long mflop);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Attempt {Attempt} is rejected: its picture is not the one the job asks for.")]
    private partial void LogRejected(AttemptId attempt);
}
