namespace LaionGrid.Coordinator.Storage;

/// <summary>
/// Moves entries into tallies. An entry goes and its sums grow in one transaction, so it counts once whoever folds, in whatever order
/// entries were committed, and wherever a folder dies. Several coordinators may fold at once: each skips what another is at.
/// </summary>
internal sealed class FoldTallies(GridWriter writer, TimeProvider time)
{
    private const int Batch = 2000;
    private const int RowsAStatement = 100;

    /// <summary>Folds all entries that are committed by now, a batch in each transaction, and forgets the hours that no window reaches.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await writer.RunAsync(db => FoldAsync(db, cancellationToken), cancellationToken) == Batch)
        {
        }
        var oldest = time.GetUtcNow() - Tallies.HoursKept;
        await writer.RunAsync(db => db.ExecuteRowsAsync( // primary key, a range
            """DELETE FROM tallies WHERE "Span" = 'Hour' AND "Start" < @a0""", [], [oldest.ToMicroseconds()], cancellationToken), cancellationToken);
    }

    /// <summary>Folds a batch in the caller's transaction.</summary>
    /// <returns>How many entries went.</returns>
    public async Task<int> FoldAsync(GridDb db, CancellationToken cancellationToken)
    {
        var entries = await db.QueryRowsAsync(
            $"""
            DELETE FROM tally_entries WHERE "Id" IN (SELECT e."Id" FROM tally_entries e LIMIT {Batch} {writer.SkipLocked("e")})
            RETURNING "Subject", "Hour", "Amount", "Count"
            """,
            [], [], row => new Addition(row.ReadId<TallySubject>(0), Instants.FromMicroseconds(row.GetInt64(1)), row.GetInt64(2), row.GetInt64(3)), cancellationToken);
        foreach (var rows in Sums(entries).Chunk(RowsAStatement))
            await db.ExecuteRowsAsync(
                """
                INSERT INTO tallies ("Span", "Start", "Subject", "Amount", "Count") VALUES {rows}
                ON CONFLICT ("Span", "Start", "Subject") DO UPDATE SET "Amount" = tallies."Amount" + excluded."Amount", "Count" = tallies."Count" + excluded."Count"
                """,
                rows, [], cancellationToken);
        return entries.Count;
    }

    /// <summary>One row for each tally that grows, in the key's order, so that two folders do not wait for each other crosswise.</summary>
    private static IEnumerable<object?[]> Sums(List<Addition> entries) =>
        from entry in entries
        from span in Enum.GetValues<TallySpan>()
        group entry by (Span: span, Start: entry.At.Floor(span), Subject: entry.Subject.Value) into sum
        orderby sum.Key.Span, sum.Key.Start, sum.Key.Subject
        select new object?[] { sum.Key.Span.ToString(), sum.Key.Start.ToMicroseconds(), sum.Key.Subject, sum.Sum(entry => entry.Amount), sum.Sum(entry => entry.Count) };
}
