using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Judging;
using LaionGrid.Coordinator.Verification.Trusting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Appealing;

/// <summary>Ends appeals. One that is upheld undoes what the rejection did, all but to the job: that has another picture by now, or will have.</summary>
internal sealed class JudgeAppeals(TrustBook trusts, ReturnCredit credit, IOptions<VerificationOptions> options, TimeProvider time)
{
    /// <param name="checks">The other referee's.</param>
    public Task<Judgement> RunAsync(GridDb db, AuditedAttempt attempt, IReadOnlyList<AuditCheck> checks, CancellationToken cancellationToken) =>
        checks.All(check => check.IsWithin) ? UpholdAsync(db, attempt, cancellationToken) : DenyAsync(db, attempt, cancellationToken);

    /// <summary>Also when no referee came.</summary>
    public async Task<Judgement> DenyAsync(GridDb db, AuditedAttempt attempt, CancellationToken cancellationToken)
    {
        var (id, now) = (attempt.Id, time.GetUtcNow());
        await db.Attempts.Where(one => one.Id == id && one.Audit == attempt.State).ExecuteUpdateAsync(set => set.SetProperty(one => one.Audit, (AuditState?)null), cancellationToken);
        await db.Audits.Where(one => one.AttemptId == id).ExecuteUpdateAsync(set => set.SetProperty(one => one.AppealEndedAt, now), cancellationToken);
        return new Judgement.Denied(attempt);
    }

    private async Task<Judgement> UpholdAsync(GridDb db, AuditedAttempt attempt, CancellationToken cancellationToken)
    {
        var (id, now) = (attempt.Id, time.GetUtcNow());
        await db.Attempts.Where(one => one.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.Audit, (AuditState?)null).SetProperty(one => one.Verdict, Verdict.Accepted).SetProperty(one => one.VerdictAt, now).SetProperty(one => one.VerdictCode, ""), cancellationToken);
        await db.Audits.Where(one => one.AttemptId == id).ExecuteUpdateAsync(set => set.SetProperty(one => one.Outcome, AuditOutcome.Passed).SetProperty(one => one.AppealEndedAt, now), cancellationToken);
        await db.Jobs.Where(job => job.AttemptId == id && (job.State == JobState.Queued || job.State == JobState.Failed)) // its picture is not the job's any more
            .ExecuteUpdateAsync(set => set.SetProperty(job => job.AttemptId, (AttemptId?)null), cancellationToken);
        await LostTrusts.GiveBackAsync(db, attempt, cancellationToken);
        await trusts.PassedAsync(db, [attempt], cancellationToken);
        await credit.RunAsync(db, attempt, cancellationToken);
        return await ReleaseAsync(db, attempt, now, cancellationToken);
    }

    /// <summary>The suspension ends, unless another gross fault of the worker's asks for it.</summary>
    private async Task<Judgement> ReleaseAsync(GridDb db, AuditedAttempt attempt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (id, owner, worker, since) = (attempt.Id, attempt.AccountId, attempt.WorkerId, now.AddDays(-options.Value.SuspensionDays));
        var wasGross = await db.GrossFaults.Where(fault => fault.AttemptId == id).ExecuteDeleteAsync(cancellationToken) == 1;
        var isOver = wasGross && !await db.GrossFaults.AnyAsync(fault => fault.AccountId == owner && fault.At > since && fault.WorkerId == worker, cancellationToken); // index account, at
        if (isOver)
            await db.Workers.Where(one => one.Id == worker).ExecuteUpdateAsync(set => set.SetProperty(one => one.SuspendedUntil, (DateTimeOffset?)null), cancellationToken);
        return new Judgement.Upheld(attempt, isOver, await db.Workers.Where(one => one.Id == worker).Select(one => one.IsPaused).SingleAsync(cancellationToken));
    }
}
