using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Ledger;

/// <summary>Lines to be posted together under their cause.</summary>
internal sealed record Entry(string Cause, IReadOnlyList<Line> Lines);

/// <summary>
/// Adds transactions within the caller's, so that they are kept with what caused them or not at all. Accounts' sums go with them
/// into the tallies: amounts, and as the count the postings that give less those that take, so that a posting mended by a
/// second one counts as none.
/// </summary>
internal sealed class Journal(TimeProvider time)
{
    /// <summary>Adds the lines under their causes, all of a batch in three statements.</summary>
    /// <exception cref="System.Data.Common.DbException">A cause was posted before: it happens once, by a unique index.</exception>
    public async Task PostAsync(GridDb db, IReadOnlyList<Entry> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
            return;
        foreach (var entry in entries)
            BalancePolicy.Demand(entry.Lines);
        var now = time.GetUtcNow();
        var transactions = entries.Select(entry => (Id: Ids.New<TransactionId>(time), Entry: entry)).ToList();
        var lines = transactions.SelectMany(one => one.Entry.Lines, (one, line) => (one.Id, Line: line)).ToList();
        await db.ExecuteRowsAsync(
            """
            WITH posted(id, cause) AS (VALUES {rows})
            INSERT INTO ledger_transactions ("Id", "Cause", "PostedAt") SELECT id, cause, @a0 FROM posted
            """,
            transactions.ConvertAll(one => new object?[] { one.Id.Value, one.Entry.Cause }), [now.ToMicroseconds()], cancellationToken);
        await db.ExecuteRowsAsync(
            """
            WITH lines(id, transaction_id, account, mflop) AS (VALUES {rows})
            INSERT INTO postings ("Id", "TransactionId", "AccountId", "AmountMflop", "PostedAt") SELECT id, transaction_id, account, mflop, @a0 FROM lines
            """,
            lines.ConvertAll(one => new object?[] { Ids.New<PostingId>(time).Value, one.Id.Value, one.Line.AccountId.Value, one.Line.AmountMflop }), [now.ToMicroseconds()], cancellationToken);
        await db.AppendAsync(lines.Select(one => new Addition(TallySubject.Of(one.Line.AccountId), now, one.Line.AmountMflop, Math.Sign(one.Line.AmountMflop))), cancellationToken);
    }
}
