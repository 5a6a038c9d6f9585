using System.Data.Common;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Ledger;

/// <summary>
/// Adds transactions within the caller's, so that they are kept with what caused them or not at all. Balances and boards' tallies go
/// with them: both are sums over postings at every instant.
/// </summary>
internal sealed class Journal(TimeProvider time)
{
    /// <summary>Adds the lines under their causes, all of a batch in a few statements and in this order. A cause that was posted before is left as it is.</summary>
    /// <returns>The causes that were posted by this call.</returns>
    /// <exception cref="OverdrawnException">A guarded account would have less than nothing. The caller's transaction must end without a commit.</exception>
    public async Task<IReadOnlySet<string>> PostAsync(GridDb db, IReadOnlyList<Entry> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
            return new HashSet<string>();
        foreach (var entry in entries)
            BalancePolicy.Demand(entry);
        var now = time.GetUtcNow();
        var posted = await AddTransactionsAsync(db, entries, now, cancellationToken);
        if (posted.Count == 0)
            return new HashSet<string>();
        var teams = await AddPostingsAsync(db, posted, now, cancellationToken);
        await db.ExecuteRowsAsync("""INSERT INTO log_waiting ("TransactionId") VALUES {rows}""", posted.ConvertAll(one => new object?[] { one.Id.Value }), [], cancellationToken);
        var sums = BalancePolicy.Net(posted.SelectMany(one => one.Entry.Lines)).ToList();
        await db.AddToBalancesAsync(sums, cancellationToken);
        await db.AppendAsync([.. LedgerTallies.Of(sums, teams, now), .. LedgerTallies.OfWork(posted.Select(one => one.Entry), now)], cancellationToken);
        return posted.Select(one => one.Entry.Cause).ToHashSet(StringComparer.Ordinal);
    }

    private async Task<List<(TransactionId Id, Entry Entry)>> AddTransactionsAsync(GridDb db, IReadOnlyList<Entry> entries, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = entries.Select(_ => Ids.New<TransactionId>(time)).OrderBy(id => id.Value); // the public log goes by ids: what an entry takes, an earlier one of the batch may have given
        var drawn = ids.Zip(entries, (id, entry) => (Id: id, Entry: entry)).ToList();
        var added = (await db.QueryRowsAsync( // unique index; on PostgreSQL a cause that another transaction is posting is waited for
            """
            WITH posted(id, cause) AS (VALUES {rows})
            INSERT INTO ledger_transactions ("Id", "Cause", "PostedAt") SELECT id, cause, @a0 FROM posted WHERE TRUE ON CONFLICT ("Cause") DO NOTHING RETURNING "Id"
            """,
            drawn.ConvertAll(one => new object?[] { one.Id.Value, one.Entry.Cause }), [now.ToMicroseconds()], row => row.ReadId<TransactionId>(0), cancellationToken)).ToHashSet();
        return drawn.FindAll(one => added.Contains(one.Id));
    }

    /// <returns>The teams that the lines count for, of the accounts that are in one.</returns>
    private async Task<Dictionary<AccountId, Guid>> AddPostingsAsync(GridDb db, List<(TransactionId Id, Entry Entry)> posted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = posted.SelectMany(one => one.Entry.Lines, (one, line) => new object?[]
        {
            Ids.New<PostingId>(time).Value, one.Id.Value, line.Account.Owner.Value, line.Account.Book.ToString(), line.Account.Holder, line.AmountMflop, line.Count,
            one.Entry.IsWork(line) ? one.Entry.WorkId : Guid.Empty,
        }).ToList();
        var counted = await db.QueryRowsAsync( // unique index account, of those who stay in a team
            """
            WITH lines(id, transaction_id, account, book, holder, mflop, count, work) AS (VALUES {rows})
            INSERT INTO postings ("Id", "TransactionId", "AccountId", "Book", "Holder", "AmountMflop", "Count", "PostedAt", "TeamId", "WorkId")
            SELECT l.id, l.transaction_id, l.account, l.book, l.holder, l.mflop, l.count, @a0, m."TeamId", NULLIF(l.work, @a1) FROM lines l
            LEFT JOIN team_memberships m ON m."AccountId" = l.account AND m."LeftAt" IS NULL
            RETURNING "AccountId", "TeamId"
            """,
            rows, [now.ToMicroseconds(), Guid.Empty], row => (Account: row.ReadId<AccountId>(0), Team: row.IsDBNull(1) ? (Guid?)null : row.GetGuid(1)), cancellationToken);
        return counted.Where(line => line.Team is not null).DistinctBy(line => line.Account).ToDictionary(line => line.Account, line => line.Team!.Value);
    }
}

/// <summary>More was taken from an account than it holds: a mistake of the caller, who looks at balances under <see cref="Balances.LockAsync"/> first.</summary>
internal sealed class OverdrawnException(string message) : Exception(message);
