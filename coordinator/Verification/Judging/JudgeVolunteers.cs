using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Drawing;
using LaionGrid.Coordinator.Verification.Trusting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Judging;

/// <summary>
/// What a volunteer's answer is worth. It settles an audit when it finds no fault and the lots do not ask for a repeat; else the operator's referee
/// does the same evaluations, and decides. A volunteer whose outputs are far from the referee's lied, or did not do the work: it loses what a worker
/// at gross fault loses, and checks nothing for a while.
/// </summary>
internal sealed class JudgeVolunteers(VerificationSecret secret, TrustBook trusts, Credits credits, RecallWork recall, DemoteOwner owners, IOptions<VerificationOptions> options)
{
    public const string WrongCode = "check.wrong";

    /// <summary>Whether a volunteer's answer is the last word.</summary>
    public bool Settles(AuditedAttempt attempt, IReadOnlyList<AuditCheck> checks) =>
        checks.All(check => check.IsWithin) && !Lottery.IsRepeated(Lottery.Ticket(secret.Bytes, attempt.Id), attempt.Commitment, options.Value.RepeatShare);

    /// <summary>The same is asked of a referee.</summary>
    public static async Task<Judgement> AskRefereeAsync(GridDb db, AuditedAttempt attempt, CancellationToken cancellationToken)
    {
        var id = attempt.Id;
        await db.Attempts.Where(one => one.Id == id && one.Audit == AuditState.Leased)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.Audit, AuditState.Waiting).SetProperty(one => one.IsForVolunteers, false), cancellationToken);
        return new Judgement.Repeated(attempt);
    }

    /// <summary>Holds what a volunteer answered, if one did, against the referee's answer that decided.</summary>
    public async Task<IReadOnlyList<Judgement>> CompareAsync(GridDb db, AuditedAttempt attempt, IReadOnlyList<AuditCheck> decisive, CancellationToken cancellationToken)
    {
        var judgements = new List<Judgement>();
        foreach (var recheck in await VolunteersAsync(db, attempt, cancellationToken))
        {
            var id = recheck.Id;
            var checks = await db.AuditChecks.AsNoTracking().Where(check => check.AttemptId == attempt.Id && check.RecheckId == id).ToListAsync(cancellationToken); // primary key
            if (VolunteerPolicy.IsWrong(checks, decisive, options.Value))
                judgements.Add(await RemoveAsync(db, attempt with { Id = id, WorkerId = recheck.WorkerId, AccountId = recheck.AccountId }, cancellationToken));
        }
        return judgements;
    }

    private static Task<List<Attempt>> VolunteersAsync(GridDb db, AuditedAttempt attempt, CancellationToken cancellationToken)
    {
        var (id, job) = (attempt.Id, attempt.JobId);
        return db.Attempts.AsNoTracking().Where(check => check.JobId == job && check.AuditOf == id && check.CheckedAccountId != null && check.State == AttemptState.Answered) // unique index job, fence
            .ToListAsync(cancellationToken);
    }

    /// <param name="check">The recheck, as if it were an attempt that was rejected.</param>
    private async Task<Judgement> RemoveAsync(GridDb db, AuditedAttempt check, CancellationToken cancellationToken)
    {
        await trusts.DistrustAsync(db, check.WorkerId, cancellationToken);
        await credits.ForfeitedAsync(db, check, Fault.Gross, cancellationToken);
        await owners.RunAsync(db, check, cancellationToken);
        return new Judgement.Rejected(check, WrongCode, Fault.Gross, null, await recall.RunAsync(db, check, cancellationToken));
    }
}
