using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification;

/// <summary>
/// Writes verdicts and what follows from them in the caller's transaction: the attempt's verdict, the job's state, and the postings
/// of an accepted one. The attempt's audit state guards it, so a verdict settled twice is settled once.
/// </summary>
internal sealed partial class SettleVerdict(Journal journal, QueueSignal signal, Standings standings, IOptions<JobsOptions> options, TimeProvider time, ILogger<SettleVerdict> logger)
{
    /// <returns>Those that this call settled.</returns>
    public async Task<IReadOnlyList<JudgedAttempt>> AcceptAsync(
        GridDb db, IReadOnlyList<JudgedAttempt> attempts, AuditState from, Verdict verdict, CancellationToken cancellationToken)
    {
        if (attempts.Count == 0)
            return [];
        var judged = await JudgeAsync(db, attempts, from, verdict, cancellationToken);
        var settled = attempts.Where(attempt => judged.Contains(attempt.Id)).ToList();
        if (settled.Count == 0)
            return [];
        await db.ExecuteRowsAsync(
            """
            WITH accepted(job, attempt) AS (VALUES {rows})
            UPDATE jobs SET "State" = 'Done' FROM accepted WHERE "Id" = job AND "AttemptId" = attempt AND "State" = 'Rendered'
            """,
            settled.ConvertAll(one => new object?[] { one.JobId.Value, one.Id.Value }), [], cancellationToken);
        await journal.PostAsync(
            db, settled.ConvertAll(one => new Entry(ViewPictures.CauseOf(one.Id), CreditPolicy.Provisional(one.AccountId, one.WorkerId.Value, one.CostMflop))), cancellationToken);
        if (verdict == Verdict.Accepted)
            await PromoteAsync(db, settled, cancellationToken);
        return settled;
    }

    /// <summary>An audit passed: what its worker has pending becomes final.</summary>
    private async Task PromoteAsync(GridDb db, IReadOnlyList<JudgedAttempt> settled, CancellationToken cancellationToken)
    {
        foreach (var audited in settled.GroupBy(one => (one.AccountId, one.WorkerId)).OrderBy(group => group.Key.WorkerId.Value))
        {
            var held = await db.LockAsync(audited.Key.AccountId, audited.Key.WorkerId.Value, cancellationToken);
            var lines = CreditPolicy.Promote(audited.Key.AccountId, audited.Key.WorkerId.Value, held.Pending, toContribution: 0);
            await journal.PostAsync(db, [new Entry($"audit:{audited.First().Id}", lines)], cancellationToken);
        }
    }

    /// <summary>Nothing is paid; the job is rendered anew, or fails after too many bad attempts. An attempt whose job has its picture from another leaves the job alone.</summary>
    /// <returns>Where the job went; null when the verdict had been settled before, or the job has another picture.</returns>
    public async Task<JobState?> RejectAsync(GridDb db, JudgedAttempt attempt, CancellationToken cancellationToken)
    {
        if ((await JudgeAsync(db, [attempt], AuditState.Returned, Verdict.Rejected, cancellationToken)).Count == 0)
            return null;
        var (id, attemptId) = (attempt.JobId, attempt.Id);
        var jobs = db.Jobs.Where(job => job.Id == id && job.AttemptId == attemptId && job.State == JobState.Rendered);
        if (await jobs.Select(job => (int?)job.Failures).SingleOrDefaultAsync(cancellationToken) is not { } failures)
            return null;
        var then = failures + 1 >= options.Value.MaxFailures ? JobEvent.GiveUp : JobEvent.Reject;
        var (to, failureCode, failure) = then == JobEvent.GiveUp
            ? (JobLifecycle.To(then), "picture.rejected", "The pictures that came back were not what the job asks for. Ask again.")
            : (JobLifecycle.To(then), "", "");
        await jobs.ExecuteUpdateAsync(
            set => set.SetProperty(job => job.State, to).SetProperty(job => job.Failures, failures + 1).SetProperty(job => job.FailureCode, failureCode).SetProperty(job => job.Failure, failure), cancellationToken);
        return to;
    }

    /// <summary>Says what was settled, once it is kept.</summary>
    public void Tell(IReadOnlyList<JudgedAttempt> settled, Verdict verdict)
    {
        foreach (var attempt in settled)
        {
            if (verdict == Verdict.Rejected)
            {
                standings.Rejected(attempt.AccountId);
                LogRejected(attempt.Id);
            }
            else
            {
                LogAccepted(attempt.Id, verdict, attempt.CostMflop);
            }
            signal.Moved(attempt.RequestId);
        }
    }

    private async Task<HashSet<AttemptId>> JudgeAsync(GridDb db, IReadOnlyList<JudgedAttempt> attempts, AuditState from, Verdict verdict, CancellationToken cancellationToken) =>
        (await db.QueryRowsAsync(
            """UPDATE attempts SET "Audit" = NULL, "Verdict" = @a0, "VerdictAt" = @a1 WHERE "Id" IN (VALUES {rows}) AND "Audit" = @a2 RETURNING "Id" """,
            attempts.Select(attempt => new object?[] { attempt.Id.Value }).ToList(), [verdict.ToString(), time.GetUtcNow().ToMicroseconds(), from.ToString()],
            row => row.ReadId<AttemptId>(0), cancellationToken)).ToHashSet();

    [LoggerMessage(Level = LogLevel.Information, Message = "Attempt {Attempt} is {Verdict}: {Mflop} MFLOP posted.")]
    private partial void LogAccepted(AttemptId attempt, Verdict verdict, long mflop);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Attempt {Attempt} is rejected: its picture is not the one the job asks for.")]
    private partial void LogRejected(AttemptId attempt);
}
