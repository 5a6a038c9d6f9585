using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Appealing;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Revealing;
using LaionGrid.Coordinator.Verification.Trusting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Judging;

/// <summary>Settles audits that somebody kept waiting: trajectories that did not come, and faults and appeals that no other referee looked into.</summary>
internal sealed class JudgeOverdue(
    IDbContextFactory<GridDb> databases, GridWriter writer, SettleVerdict settle, JudgeChecks judge, JudgeAppeals appeals, IOptions<LeaseOptions> options, IOptions<VerificationOptions> verification, TimeProvider time)
{
    private const int Batch = 50;

    private readonly DateTimeOffset _started = time.GetUtcNow();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - _started >= options.Value.RevealLasts) // while no coordinator was there, nobody could reveal
            await WithheldAsync(now - options.Value.RevealLasts, cancellationToken);
        await DisputedAsync(now.AddSeconds(-verification.Value.SecondOpinionSeconds), cancellationToken);
        await CloseAsync(now, cancellationToken);
        await AppealedAsync(now.AddHours(-verification.Value.KeepRevealsHours), cancellationToken);
        await ForgetAsync(now.AddHours(-verification.Value.KeepRevealsHours), cancellationToken);
    }

    private async Task WithheldAsync(DateTimeOffset finishedBefore, CancellationToken cancellationToken)
    {
        foreach (var attempt in await ReadAsync(db => AuditedAttempt.ReadAsync(db, AuditState.Revealing, finishedBefore, Batch, cancellationToken), cancellationToken))
            settle.Tell(await writer.RunAsync(
                db => settle.RejectAsync(db, attempt, AuditState.Revealing, Fault.Withheld, AuditOutcome.Withheld, TakeReveal.WithheldCode, cancellationToken), cancellationToken));
    }

    private async Task DisputedAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        foreach (var attempt in await ReadAsync(db => AuditedAttempt.ReadDisputedAsync(db, since, Batch, cancellationToken), cancellationToken))
            settle.Tell(await writer.RunAsync(db => RejectAsync(db, attempt, cancellationToken), cancellationToken));
    }

    private async Task<Judgement> RejectAsync(GridDb db, AuditedAttempt attempt, CancellationToken cancellationToken)
    {
        var (id, attempts) = (attempt.Id, db.Attempts);
        var checks = await db.AuditChecks.AsNoTracking().Where(check => check.AttemptId == id && !check.IsWithin && attempts.Any(one => one.Id == check.RecheckId && one.CheckedAccountId == null)) // primary keys; a volunteer's finding grades nobody
            .ToListAsync(cancellationToken);
        return await settle.RejectAsync(db, attempt, AuditState.Waiting, judge.GradeOf(checks), AuditOutcome.ChecksDiffer, JudgeChecks.DifferCode, cancellationToken);
    }

    private async Task AppealedAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        foreach (var attempt in await ReadAsync(db => AuditedAttempt.ReadAppealedAsync(db, since, Batch, cancellationToken), cancellationToken))
            settle.Tell(await writer.RunAsync(db => appeals.DenyAsync(db, attempt, cancellationToken), cancellationToken));
    }

    /// <summary>Audits that the leases gave up, because referee after referee failed at them.</summary>
    private Task<int> CloseAsync(DateTimeOffset now, CancellationToken cancellationToken) => writer.RunAsync(
        db => db.ExecuteRowsAsync(
            """UPDATE audits SET "Outcome" = 'Unanswered', "EndedAt" = @a0 WHERE "Outcome" = 'Open' AND "AttemptId" IN (SELECT a."Id" FROM attempts a WHERE a."VerdictCode" = 'verification.exhausted')""", // index exhausted
            [], [now.ToMicroseconds()], cancellationToken), cancellationToken);

    /// <summary>Lets trajectories go that nobody can want any more; the blobs' sweep deletes them.</summary>
    private Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) => writer.RunAsync(
        db => db.Audits.Where(audit => audit.RevealSha256 != "" && audit.RevealedAt < before && audit.EndedAt < before && (audit.AppealedAt == null || audit.AppealEndedAt != null)) // index revealed at
            .ExecuteUpdateAsync(set => set.SetProperty(audit => audit.RevealSha256, ""), cancellationToken), cancellationToken);

    private async Task<List<AuditedAttempt>> ReadAsync(Func<GridDb, Task<List<AuditedAttempt>>> read, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        return await read(db);
    }
}
