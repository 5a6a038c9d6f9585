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
        await AddPostingsAsync(db, posted, now, cancellationToken);
        await db.ExecuteRowsAsync("""INSERT INTO log_waiting ("TransactionId") VALUES {rows}""", posted.ConvertAll(one => new object?[] { one.Id.Value }), [], cancellationToken);
        var sums = BalancePolicy.Net(posted.SelectMany(one => one.Entry.Lines)).ToList();
        await db.AddToBalancesAsync(sums, cancellationToken);
        await db.AppendAsync(LedgerTallies.Of(sums, now), cancellationToken);
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

    private async Task AddPostingsAsync(GridDb db, List<(TransactionId Id, Entry Entry)> posted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = posted.SelectMany(one => one.Entry.Lines, (one, line) => new object?[]
        {
            Ids.New<PostingId>(time).Value, one.Id.Value, line.Account.Owner.Value, line.Account.Book.ToString(), line.Account.Holder, line.AmountMflop, line.Count,
        }).ToList();
        await db.ExecuteRowsAsync(
            """
            WITH lines(id, transaction_id, account, book, holder, mflop, count) AS (VALUES {rows})
            INSERT INTO postings ("Id", "TransactionId", "AccountId", "Book", "Holder", "AmountMflop", "Count", "PostedAt")
            SELECT id, transaction_id, account, book, holder, mflop, count, @a0 FROM lines
            """,
            rows, [now.ToMicroseconds()], cancellationToken);
    }
}

/// <summary>More was taken from an account than it holds: a mistake of the caller, who looks at balances under <see cref="Balances.LockAsync"/> first.</summary>
internal sealed class OverdrawnException(string message) : Exception(message);
