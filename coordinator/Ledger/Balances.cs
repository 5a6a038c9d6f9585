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
    public static async Task<HeldBalances> LockAsync(this GridDb db, AccountId owner, Guid holder, CancellationToken cancellationToken) =>
        (await db.LockAsync([(owner, holder)], cancellationToken)).GetValueOrDefault((owner, holder));

    /// <summary>As the other, of many devices; one that has nothing is left out.</summary>
    public static async Task<IReadOnlyDictionary<(AccountId Owner, Guid Holder), HeldBalances>> LockAsync(
        this GridDb db, IReadOnlyCollection<(AccountId Owner, Guid Holder)> devices, CancellationToken cancellationToken)
    {
        var rows = await db.QueryRowsAsync( // primary key
            $"""
            WITH devices(device_owner, device) AS (VALUES {"{rows}"})
            SELECT b."AccountId", b."Holder", b."Book", b."AmountMflop" FROM devices
            JOIN ledger_balances b ON b."AccountId" = devices.device_owner AND b."Book" IN ('Escrow', 'Pending') AND b."Holder" = devices.device
            ORDER BY b."AccountId", b."Book", b."Holder" {(db.Database.IsNpgsql() ? "FOR UPDATE OF b" : "")}
            """,
            devices.Select(one => new object?[] { one.Owner.Value, one.Holder }).ToList(), [],
            row => (Device: (row.ReadId<AccountId>(0), row.GetGuid(1)), Book: row.GetString(2), Mflop: row.GetInt64(3)), cancellationToken);
        return rows.GroupBy(row => row.Device).ToDictionary(group => group.Key, group => new HeldBalances(Of(group, LedgerBook.Pending), Of(group, LedgerBook.Escrow)));

        static long Of(IEnumerable<((AccountId, Guid) Device, string Book, long Mflop)> rows, LedgerBook book) => rows.Where(row => row.Book == book.ToString()).Sum(row => row.Mflop);
    }

    /// <summary>What accounts have of priority, held so until the caller's transaction ends; one that has none is left out.</summary>
    public static async Task<IReadOnlyDictionary<AccountId, long>> LockPriorityAsync(this GridDb db, IReadOnlyCollection<AccountId> owners, CancellationToken cancellationToken)
    {
        if (owners.Count == 0)
            return new Dictionary<AccountId, long>();
        return (await db.QueryRowsAsync( // primary key; in its order, so that two that lock do not wait for each other crosswise
            $"""
            WITH owners(owner) AS (VALUES {"{rows}"})
            SELECT b."AccountId", b."AmountMflop" FROM owners JOIN ledger_balances b ON b."AccountId" = owners.owner AND b."Book" = 'Priority' AND b."Holder" = @a0
            WHERE b."AmountMflop" > 0 ORDER BY b."AccountId" {(db.Database.IsNpgsql() ? "FOR UPDATE OF b" : "")}
            """,
            owners.Select(one => new object?[] { one.Value }).ToList(), [Guid.Empty], row => (Owner: row.ReadId<AccountId>(0), Mflop: row.GetInt64(1)), cancellationToken)).ToDictionary(row => row.Owner, row => row.Mflop);
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
