using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Appealing;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Checking;
using LaionGrid.Coordinator.Verification.Trusting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Judging;

/// <summary>
/// Decides by what a checker's outputs show. One referee that finds a fault may be wrong itself: where there is another, it is asked too, and
/// who differs from both is at fault.
/// </summary>
internal sealed partial class JudgeChecks(
    GridWriter writer, SettleVerdict settle, JudgeVolunteers volunteers, JudgeAppeals appeals, DriftBook drifts, LeaseBook book, WaitingRoom room, QueueSignal signal, IOptions<VerificationOptions> options, TimeProvider time, ILogger<JudgeChecks> logger)
{
    public const string DifferCode = "checks.differ";

    /// <returns>False when the lease was over meanwhile: then nothing is written.</returns>
    public async Task<bool> RunAsync(CheckedAudit audit, IReadOnlyList<AuditCheck> checks, CancellationToken cancellationToken)
    {
        var settled = await writer.RunAsync(db => JudgeAsync(db, audit, checks, cancellationToken), cancellationToken);
        if (settled is null)
            return false;
        var bad = checks.Count(check => !check.IsWithin);
        LogChecked(audit.Attempt.Id, audit.Lease.Terms.WorkerId, checks.Count, bad);
        if (settled[0] is Judgement.Accepted && audit.Attempt.DisputedBy is { } accuser)
            LogOverruled(accuser, audit.Attempt.Id);
        book.Remove(audit.Lease.Terms.Id);
        room.Release(audit.Lease.Terms);
        signal.Work.Set();
        foreach (var judgement in settled)
            settle.Tell(judgement);
        return true;
    }

    private async Task<IReadOnlyList<Judgement>?> JudgeAsync(GridDb db, CheckedAudit audit, IReadOnlyList<AuditCheck> checks, CancellationToken cancellationToken)
    {
        var (lease, attempt, now) = (audit.Lease.Terms.Claim, audit.Attempt, time.GetUtcNow());
        var ended = await db.Attempts.Where(one => one.Id == lease.Id && one.Fence == lease.Fence && one.State == AttemptState.Leased)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.State, AttemptState.Answered).SetProperty(one => one.EndedAt, now), cancellationToken);
        if (ended == 0)
            return null;
        await db.InsertAsync(checks, cancellationToken);
        if (attempt.Verdict == Verdict.Rejected)
            return [await appeals.RunAsync(db, attempt, checks, cancellationToken)];
        var isVolunteers = audit.Lease.Terms.CheckedAccountId is not null;
        if (isVolunteers && !volunteers.Settles(attempt, checks))
            return [await JudgeVolunteers.AskRefereeAsync(db, attempt, cancellationToken)];
        var isRight = checks.All(check => check.IsWithin);
        if (!isRight && attempt.DisputedBy is null && await HasAnotherAsync(db, lease.WorkerId, cancellationToken))
            return [await DisputeAsync(db, attempt, lease.WorkerId, now, cancellationToken)];
        var settled = isRight
            ? await settle.AcceptAsync(db, attempt, AuditState.Leased, cancellationToken)
            : await settle.RejectAsync(db, attempt, AuditState.Leased, GradeOf(checks), AuditOutcome.ChecksDiffer, DifferCode, cancellationToken);
        if (settled is Judgement.Accepted && !isVolunteers)
            await drifts.PassedAsync(db, attempt, checks, cancellationToken);
        return [settled, .. isVolunteers ? [] : await volunteers.CompareAsync(db, attempt, checks, cancellationToken)];
    }

    public Fault GradeOf(IReadOnlyList<AuditCheck> checks) => CompareAnswer.Worst(checks) < options.Value.GrossTimes ? Fault.Small : Fault.Gross;

    private static async Task<bool> HasAnotherAsync(GridDb db, WorkerId referee, CancellationToken cancellationToken) =>
        await db.Workers.AnyAsync(worker => worker.Role == WorkerRole.Referee && worker.Id != referee && !worker.IsPaused, cancellationToken);

    private static async Task<Judgement> DisputeAsync(GridDb db, AuditedAttempt attempt, WorkerId referee, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = attempt.Id;
        await db.Attempts.Where(one => one.Id == id && one.Audit == AuditState.Leased)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.Audit, AuditState.Waiting).SetProperty(one => one.DisputedBy, referee), cancellationToken);
        await db.Audits.Where(one => one.AttemptId == id).ExecuteUpdateAsync(set => set.SetProperty(one => one.DisputedAt, now), cancellationToken);
        return new Judgement.Disputed(attempt);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Attempt {Attempt} was checked by referee {Referee}: {Count} checks, {Bad} of them outside the tolerance.")]
    private partial void LogChecked(AttemptId attempt, WorkerId referee, int count, int bad);

    [LoggerMessage(Level = LogLevel.Error, Message = "Referee {Referee} found a fault with attempt {Attempt} that another referee did not: one of the two machines is wrong. Look at both.")]
    private partial void LogOverruled(WorkerId referee, AttemptId attempt);
}
