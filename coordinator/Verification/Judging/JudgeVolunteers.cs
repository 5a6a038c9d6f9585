using LaionGrid.Coordinator.Accounts;
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

    /// <summary>Whether a volunteer's answer is the last word when it finds no fault.</summary>
    public bool IsLastWord(AuditedAttempt attempt) => !Lottery.IsRepeated(Lottery.Ticket(secret.Bytes, attempt.Id), attempt.Commitment, options.Value.RepeatShare);

    /// <summary>The same is asked of a referee.</summary>
    public static async Task<Judgement> AskRefereeAsync(GridDb db, AuditedAttempt attempt, CancellationToken cancellationToken)
    {
        var id = attempt.Id;
        await db.Attempts.Where(one => one.Id == id && one.Audit == AuditState.Leased)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.Audit, AuditState.Waiting).SetProperty(one => one.IsForVolunteers, false), cancellationToken);
        return new Judgement.Repeated(attempt);
    }

    /// <summary>Holds what volunteers answered about these, if any did, against the referees' answers that decided.</summary>
    public async Task<IReadOnlyList<Judgement>> CompareAsync(GridDb db, IReadOnlyList<ComparedAnswer> decided, CancellationToken cancellationToken)
    {
        var (judgements, answers) = (new List<Judgement>(), decided.ToDictionary(answer => answer.Attempt.Id));
        foreach (var check in await VolunteersAsync(db, decided, cancellationToken))
        {
            var (attempt, id) = (answers[check.Of].Attempt, check.Id);
            var checks = await db.AuditChecks.AsNoTracking().Where(one => one.AttemptId == attempt.Id && one.RecheckId == id).ToListAsync(cancellationToken); // primary key
            if (VolunteerPolicy.IsWrong(checks, answers[check.Of].Checks, options.Value))
                judgements.Add(await RemoveAsync(db, attempt with { Id = id, WorkerId = check.Worker, AccountId = check.Owner }, cancellationToken));
        }
        return judgements;
    }

    private static async Task<List<VolunteersCheck>> VolunteersAsync(GridDb db, IReadOnlyList<ComparedAnswer> decided, CancellationToken cancellationToken) => decided.Count == 0 ? [] : await db.QueryRowsAsync(
        """
        WITH decided(job, attempt) AS (VALUES {rows})
        SELECT c."Id", decided.attempt, c."WorkerId", c."AccountId" FROM decided JOIN attempts c ON c."JobId" = decided.job AND c."AuditOf" = decided.attempt
        WHERE c."CheckedAccountId" IS NOT NULL AND c."State" = 'Answered'
        """, // unique index job, fence
        decided.Select(answer => new object?[] { answer.Attempt.JobId.Value, answer.Attempt.Id.Value }).ToList(), [],
        row => new VolunteersCheck(row.ReadId<AttemptId>(0), row.ReadId<AttemptId>(1), row.ReadId<WorkerId>(2), row.ReadId<AccountId>(3)), cancellationToken);

    /// <param name="check">The recheck, as if it were an attempt that was rejected.</param>
    private async Task<Judgement> RemoveAsync(GridDb db, AuditedAttempt check, CancellationToken cancellationToken)
    {
        await trusts.DistrustAsync(db, check.WorkerId, cancellationToken);
        await credits.ForfeitedAsync(db, check, Fault.Gross, cancellationToken);
        await owners.RunAsync(db, check, cancellationToken);
        return new Judgement.Rejected(check, WrongCode, Fault.Gross, null, await recall.RunAsync(db, check, cancellationToken));
    }

    private sealed record VolunteersCheck(AttemptId Id, AttemptId Of, WorkerId Worker, AccountId Owner);
}
