using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Judging;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Verification.Appealing;

/// <summary>
/// Posts what an attempt earns that was rejected wrongly, and as much as its rejection took. All of it comes into escrow: an upheld appeal settles what
/// was pending as a passed audit would. One attempt's row stands for the sum, for what was forfeited of which is not known any more.
/// </summary>
internal sealed class ReturnCredit(Journal journal, Credits credits)
{
    public async Task RunAsync(GridDb db, AuditedAttempt attempt, CancellationToken cancellationToken)
    {
        var (owner, worker) = (attempt.AccountId, attempt.WorkerId);
        await credits.AcceptedAsync(db, [new(attempt.Id, worker, owner, attempt.BundleId, attempt.CreditMflop)], cancellationToken);
        var own = (await LostAsync(db, [Credits.FaultCauseOf(attempt)], cancellationToken)).SingleOrDefault() ?? new Lost("", 0, 0);
        await PostAsync(db, $"appeal:{attempt.Id}", attempt.Id, CreditPolicy.Restore(owner, worker.Value, attempt.CreditMflop, own.Mflop, own.Count), cancellationToken);

        var workers = await db.Workers.Where(one => one.AccountId == owner).Select(one => one.Id).ToListAsync(cancellationToken); // index account
        var causes = workers.ToDictionary(one => DemoteOwner.CauseOf(attempt, one.Value));
        foreach (var lost in await LostAsync(db, [.. causes.Keys], cancellationToken))
        {
            var other = causes[lost.Cause];
            await PostAsync(db, $"appeal:{attempt.Id}:{other}", await NewestAsync(db, other, cancellationToken), CreditPolicy.Restore(owner, other.Value, 0, lost.Mflop, lost.Count), cancellationToken);
        }
    }

    private async Task PostAsync(GridDb db, string cause, AttemptId carrier, IReadOnlyList<Line> lines, CancellationToken cancellationToken)
    {
        if (lines.Count == 0)
            return;
        await journal.PostAsync(db, [new(cause, lines)], cancellationToken);
        var gained = lines.Where(line => line.Account.Book == LedgerBook.Escrow).Sum(line => line.AmountMflop);
        await db.Attempts.Where(one => one.Id == carrier).ExecuteUpdateAsync(set => set.SetProperty(one => one.CreditMflop, one => one.CreditMflop + gained).SetProperty(one => one.IsSettled, true), cancellationToken);
    }

    /// <summary>What these causes took, which went to the network.</summary>
    private static Task<List<Lost>> LostAsync(GridDb db, List<string> causes, CancellationToken cancellationToken)
    {
        var postings = db.Postings;
        return db.LedgerTransactions.Where(transaction => causes.Contains(transaction.Cause)) // unique index
            .Join(postings, transaction => transaction.Id, posting => posting.TransactionId, (transaction, posting) => new { transaction.Cause, posting })
            .Where(row => row.posting.Book == LedgerBook.Network).Select(row => new Lost(row.Cause, row.posting.AmountMflop, row.posting.Count)).ToListAsync(cancellationToken);
    }

    /// <summary>The worker's newest attempt whose credit was in escrow; there was one, or nothing would have been lost.</summary>
    private static Task<AttemptId> NewestAsync(GridDb db, WorkerId worker, CancellationToken cancellationToken) => db.Attempts
        .Where(one => one.WorkerId == worker && (one.Verdict == Verdict.Accepted || one.Verdict == Verdict.AcceptedUnaudited) && one.IsSettled) // index worker, verdict at
        .OrderByDescending(one => one.VerdictAt).Select(one => one.Id).FirstAsync(cancellationToken);

    private sealed record Lost(string Cause, long Mflop, int Count);
}
