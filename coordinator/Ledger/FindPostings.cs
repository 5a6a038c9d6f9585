using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Ledger;

/// <summary>One line of the ledger as people see it.</summary>
internal sealed record PostingView(PostingId Id, TransactionId TransactionId, string AccountName, long AmountMflop, string Cause, DateTimeOffset PostedAt);

/// <summary>Looks postings up by their cause.</summary>
internal static class FindPostings
{
    public static async Task<IReadOnlyList<PostingView>> PostingsOfAsync(this GridDb db, string cause, CancellationToken cancellationToken)
    {
        var (postings, accounts) = (db.Postings, db.Accounts);
        return await db.LedgerTransactions.Where(transaction => transaction.Cause == cause) // unique index
            .Join(postings, transaction => transaction.Id, posting => posting.TransactionId, (transaction, posting) => new { transaction, posting })
            .Join(accounts, pair => pair.posting.AccountId, account => account.Id, (pair, account) => new { pair.transaction, pair.posting, account.Name })
            .OrderBy(row => row.posting.Id)
            .Select(row => new PostingView(row.posting.Id, row.transaction.Id, row.Name, row.posting.AmountMflop, row.transaction.Cause, row.posting.PostedAt))
            .ToListAsync(cancellationToken);
    }
}
