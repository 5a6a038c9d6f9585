using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Ledger;

/// <summary>What an owner has, in MFLOP, over all its devices.</summary>
internal sealed record OwnerBalances(long Pending, long Escrow, long Contribution, long Priority, long Reserved);

/// <summary>What a device has earned that is not free yet, in MFLOP.</summary>
internal readonly record struct HeldBalances(long Pending, long Escrow);

/// <summary>
/// Balances as rows that are written with the postings they sum, one a guarded account. Only transactions about the same account wait for
/// each other; the network's own account, which every transaction touches, has no row and is read from its tally.
/// </summary>
internal static class Balances
{
    /// <summary>The exact balance of one account, by its key.</summary>
    public static async Task<long> ReadBalanceAsync(this GridDb db, LedgerAccount account, CancellationToken cancellationToken)
    {
        if (!account.IsGuarded)
            return (await db.SumAsync(LedgerTallies.Network, TallySpan.Always, DateTimeOffset.UnixEpoch, cancellationToken)).Amount;
        var (owner, book, holder) = (account.Owner, account.Book, account.Holder);
        return await db.LedgerBalances.Where(row => row.AccountId == owner && row.Book == book && row.Holder == holder) // primary key
            .Select(row => row.AmountMflop).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>All that an owner has: as many rows as it has devices and books.</summary>
    public static async Task<OwnerBalances> ReadBalancesAsync(this GridDb db, AccountId owner, CancellationToken cancellationToken)
    {
        var sums = await db.LedgerBalances.Where(row => row.AccountId == owner).GroupBy(row => row.Book) // primary key, a range
            .Select(group => new { group.Key, Sum = group.Sum(row => row.AmountMflop) }).ToDictionaryAsync(row => row.Key, row => row.Sum, cancellationToken);
        return new(Of(LedgerBook.Pending), Of(LedgerBook.Escrow), Of(LedgerBook.Contribution), Of(LedgerBook.Priority), Of(LedgerBook.Reserved));

        long Of(LedgerBook book) => sums.GetValueOrDefault(book);
    }

    /// <summary>What a device has pending and in escrow, held so until the caller's transaction ends: nobody else takes of it meanwhile.</summary>
    public static async Task<HeldBalances> LockAsync(this GridDb db, AccountId owner, Guid holder, CancellationToken cancellationToken)
    {
        var rows = await db.QueryRowsAsync( // primary key
            $"""
            SELECT "Book", "AmountMflop" FROM ledger_balances WHERE "AccountId" = @a0 AND "Book" IN ('Escrow', 'Pending') AND "Holder" = @a1 ORDER BY "Book"
            {(db.Database.IsNpgsql() ? "FOR UPDATE" : "")}
            """,
            [], [owner.Value, holder], row => (Book: row.GetString(0), Mflop: row.GetInt64(1)), cancellationToken);
        return new(rows.Where(row => row.Book == nameof(LedgerBook.Pending)).Sum(row => row.Mflop), rows.Where(row => row.Book == nameof(LedgerBook.Escrow)).Sum(row => row.Mflop));
    }

    /// <summary>Adds sums of lines, one an account, in the key's order, so that two that post do not wait for each other crosswise.</summary>
    /// <exception cref="OverdrawnException">An account would have less than nothing.</exception>
    public static async Task AddToBalancesAsync(this GridDb db, IEnumerable<Line> sums, CancellationToken cancellationToken)
    {
        var rows = sums.Where(sum => sum.Account.IsGuarded && sum.AmountMflop != 0)
            .OrderBy(sum => sum.Account.Owner.Value).ThenBy(sum => sum.Account.Book.ToString(), StringComparer.Ordinal).ThenBy(sum => sum.Account.Holder)
            .Select(sum => new object?[] { sum.Account.Owner.Value, sum.Account.Book.ToString(), sum.Account.Holder, sum.AmountMflop }).ToList();
        if (rows.Count == 0)
            return;
        var overdrawn = (await db.QueryRowsAsync(
            """
            INSERT INTO ledger_balances ("AccountId", "Book", "Holder", "AmountMflop") VALUES {rows}
            ON CONFLICT ("AccountId", "Book", "Holder") DO UPDATE SET "AmountMflop" = ledger_balances."AmountMflop" + excluded."AmountMflop"
            RETURNING "AccountId", "Book", "AmountMflop"
            """,
            rows, [], row => (Owner: row.ReadId<AccountId>(0), Book: row.GetString(1), Mflop: row.GetInt64(2)), cancellationToken)).FindAll(row => row.Mflop < 0);
        if (overdrawn.Count > 0)
            throw new OverdrawnException($"Account {overdrawn[0].Owner} would have {overdrawn[0].Mflop} MFLOP in its book {overdrawn[0].Book}.");
    }
}
