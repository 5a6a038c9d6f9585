using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Trusting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Judging;

/// <summary>
/// Writes rejections and what follows from them in the caller's transaction: the attempt's verdict, the job's state, trust and postings. The
/// attempt's audit state guards it, so a verdict settled twice is settled once. Tells of every verdict once it is kept.
/// </summary>
internal sealed partial class SettleVerdict(
    Credits credits, TrustBook trusts, RecallWork recall, DemoteOwner owners, QueueSignal signal, QueueGauge gauge, PauseSignal pauses,
    IOptions<JobsOptions> jobs, TimeProvider time, ILogger<SettleVerdict> logger)
{
    /// <summary>Nothing is paid; the job is rendered anew, or fails after too many bad attempts. A gross fault costs the worker all that is not final yet.</summary>
    public async Task<Judgement> RejectAsync(
        GridDb db, AuditedAttempt attempt, AuditState from, Fault found, AuditOutcome outcome, string code, CancellationToken cancellationToken)
    {
        if (!await JudgeAsync(db, attempt, from, code, outcome, cancellationToken))
            return new Judgement.Settled(attempt);
        await LostTrusts.KeepAsync(db, attempt, cancellationToken);
        var fault = await trusts.FailedAsync(db, attempt, found, cancellationToken);
        var state = await ReleaseJobAsync(db, attempt, cancellationToken);
        await credits.ForfeitedAsync(db, attempt, fault, cancellationToken);
        if (fault == Fault.Gross)
            await owners.RunAsync(db, attempt, cancellationToken);
        var recalled = fault == Fault.Gross ? await recall.RunAsync(db, attempt, cancellationToken) : [];
        return new Judgement.Rejected(attempt, code, fault, state, recalled);
    }

    /// <summary>Says what was settled, once it is kept.</summary>
    public void Tell(Judgement judgement)
    {
        var attempt = judgement.Attempt;
        switch (judgement)
        {
            case Judgement.Accepted:
                LogAccepted(attempt.Id, attempt.CreditMflop);
                break;
            case Judgement.Disputed:
                signal.AuditCame();
                LogDisputed(attempt.Id);
                return;
            case Judgement.Repeated:
                signal.AuditCame();
                return;
            case Judgement.Denied:
                LogDenied(attempt.Id);
                return;
            case Judgement.Upheld upheld:
                LogUpheld(attempt.Id, attempt.WorkerId);
                if (upheld.IsSuspensionOver)
                    pauses.Paused(attempt.WorkerId, upheld.IsPaused);
                break;
            case Judgement.Rejected rejected:
                Tell(rejected);
                break;
            default:
                return;
        }
        signal.Moved(attempt.RequestId);
    }

    private void Tell(Judgement.Rejected rejected)
    {
        LogRejected(rejected.Attempt.Id, rejected.Attempt.WorkerId, rejected.Code, rejected.Fault);
        if (rejected.JobState == JobState.Queued)
            Queue(rejected.Attempt.Lane);
        foreach (var job in rejected.Recalled)
        {
            Queue(job.Lane);
            signal.Moved(job.RequestId);
        }
        signal.Departed.Add(rejected.Recalled.Select(job => job.JobId).Append(rejected.Attempt.JobId));
        if (rejected.Fault != Fault.Gross)
            return;
        LogSuspended(rejected.Attempt.WorkerId, rejected.Recalled.Count);
        pauses.Paused(rejected.Attempt.WorkerId, true);
    }

    private void Queue(string lane)
    {
        gauge.Joined(lane, 1);
        signal.WorkCame(lane);
    }

    private async Task<bool> JudgeAsync(GridDb db, AuditedAttempt attempt, AuditState from, string code, AuditOutcome outcome, CancellationToken cancellationToken)
    {
        var (id, now) = (attempt.Id, time.GetUtcNow());
        var judged = await db.Attempts.Where(one => one.Id == id && one.Audit == from).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.Audit, (AuditState?)null).SetProperty(one => one.Verdict, Verdict.Rejected).SetProperty(one => one.VerdictAt, now)
                .SetProperty(one => one.VerdictCode, code).SetProperty(one => one.CreditMflop, 0), cancellationToken);
        if (judged == 1)
            await db.Audits.Where(one => one.AttemptId == id).ExecuteUpdateAsync(set => set.SetProperty(one => one.Outcome, outcome).SetProperty(one => one.EndedAt, now), cancellationToken);
        return judged == 1;
    }

    /// <returns>Where the job went; null when it has another picture.</returns>
    private async Task<JobState?> ReleaseJobAsync(GridDb db, AuditedAttempt attempt, CancellationToken cancellationToken)
    {
        var (id, attemptId) = (attempt.JobId, attempt.Id);
        var waiting = db.Jobs.Where(job => job.Id == id && job.AttemptId == attemptId && job.State == JobState.Rendered);
        if (await waiting.Select(job => (int?)job.Failures).SingleOrDefaultAsync(cancellationToken) is not { } failures)
            return null;
        var then = failures + 1 >= jobs.Value.MaxFailures ? JobEvent.GiveUp : JobEvent.Reject;
        var (to, failureCode, failure) = then == JobEvent.GiveUp
            ? (JobLifecycle.To(then), "picture.rejected", "The pictures that came back were not what the job asks for. Ask again.")
            : (JobLifecycle.To(then), "", "");
        await waiting.ExecuteUpdateAsync(
            set => set.SetProperty(job => job.State, to).SetProperty(job => job.Failures, failures + 1).SetProperty(job => job.FailureCode, failureCode).SetProperty(job => job.Failure, failure), cancellationToken);
        return to;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Attempt {Attempt} is verified: {Mflop} MFLOP posted.")]
    private partial void LogAccepted(AttemptId attempt, long mflop);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The rejection of attempt {Attempt} was wrong: another referee finds no fault with it. Worker {Worker} has back what it lost. Look at the referees.")]
    private partial void LogUpheld(AttemptId attempt, WorkerId worker);

    [LoggerMessage(Level = LogLevel.Information, Message = "The appeal about attempt {Attempt} is denied.")]
    private partial void LogDenied(AttemptId attempt);

    [LoggerMessage(Level = LogLevel.Information, Message = "A referee finds attempt {Attempt} at fault; another is asked.")]
    private partial void LogDisputed(AttemptId attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Attempt {Attempt} of worker {Worker} is rejected ({Code}, {Fault}).")]
    private partial void LogRejected(AttemptId attempt, WorkerId worker, string code, Fault fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Worker {Worker} is suspended; {Count} of its earlier pictures are made anew by others.")]
    private partial void LogSuspended(WorkerId worker, int count);
}
