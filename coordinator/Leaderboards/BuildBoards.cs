using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Leaderboards;

/// <summary>Makes all boards anew from tallies and balances, inside the caller's snapshot of the database.</summary>
internal static class BuildBoards
{
    public static async Task<BoardSet> RunAsync(GridDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var boards = new BoardSet
        {
            BuiltAt = now,
            At = now,
            LogSize = await BoardRows.LogSizeAsync(db, cancellationToken),
            Early = await BoardRows.WaitingAsync(db, cancellationToken),
        };
        foreach (var kind in Enum.GetValues<BoardKind>())
            await FillAsync(db, boards, kind, now, cancellationToken);
        return boards;
    }

    private static async Task FillAsync(GridDb db, BoardSet boards, BoardKind kind, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var roster = boards.Roster(kind);
        foreach (var period in Enum.GetValues<BoardPeriod>())
        {
            var board = boards.Board(kind, period);
            var (hour, midnight) = Tallies.Bounds(BoardSet.StartOf(period, now));
            await SumAsync(db, kind, roster, period == BoardPeriod.AllTime ? Tallies.PartsOfAllTime : Tallies.PartsSince, [hour, midnight, AccountId.Network.Value], board.Add, cancellationToken);
            var earlier = new List<(int, long)>();
            var today = now.Floor(TallySpan.Day);
            object?[] until = [Earlier(period, today).ToMicroseconds(), today.ToMicroseconds(), AccountId.Network.Value];
            await SumAsync(db, kind, roster, period == BoardPeriod.AllTime ? PartsBefore : PartsBetween, until, (slot, mflop, _) => earlier.Add((slot, mflop)), cancellationToken);
            board.Compare(earlier);
        }
        foreach (var (subject, weighed) in await RecentAsync(db, kind, now, cancellationToken))
            if (roster.Find(subject) is { } slot)
                roster.AddRecent(slot, weighed);
        foreach (var (subject, mflop) in await BoardRows.ProvisionalAsync(db, kind, cancellationToken))
            if (roster.Find(subject) is { } slot)
                roster.AddProvisional(slot, mflop);
        foreach (var period in Enum.GetValues<BoardPeriod>())
            boards.Board(kind, period).Fill();
    }

    private static async Task SumAsync(GridDb db, BoardKind kind, Roster roster, string parts, object?[] bounds, Action<int, long, long> add, CancellationToken cancellationToken) =>
        _ = await db.QueryRowsAsync(
            $"""
            SELECT sums."Subject", sums.mflop, sums.pictures, {BoardRows.NamesOf(kind)}
            FROM (SELECT "Subject", CAST(SUM("Amount") AS bigint) AS mflop, CAST(SUM("Count") AS bigint) AS pictures FROM ({parts}) parts WHERE "Subject" <> @a2 AND {BoardRows.OnlyOf(kind)} GROUP BY "Subject") sums
            {BoardRows.JoinOf(kind, "sums.\"Subject\"")}
            """,
            [], bounds, row =>
            {
                add(roster.FindOrAdd(row.GetGuid(0), () => BoardRows.ReadEntrant(row, 0, 3)), row.GetInt64(1), row.GetInt64(2));
                return true;
            }, cancellationToken);

    /// <summary>The board of the same length that ended at midnight is made of whole days.</summary>
    private static DateTimeOffset Earlier(BoardPeriod period, DateTimeOffset today) => period switch
    {
        BoardPeriod.Day => today.AddDays(-1),
        BoardPeriod.Week => today.AddDays(-7),
        _ => today.AddDays(-30),
    };

    /// <summary>A day's sum counts as of its noon, or of now.</summary>
    private static Task<List<(Guid Subject, double Weighed)>> RecentAsync(GridDb db, BoardKind kind, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var days = Enumerable.Range(0, RecentAverage.Days).Select(ago => now.Floor(TallySpan.Day).AddDays(-ago)).ToList();
        return db.QueryRowsAsync(
            $$"""
            WITH weights(start, weight) AS (VALUES {rows})
            SELECT "Subject", SUM("Amount" * weight) FROM (
                SELECT "Subject", "Start", "Amount" FROM tallies WHERE "Span" = 'Day' AND "Start" >= @a0
                UNION ALL SELECT "Subject", "Hour" - "Hour" % 86400000000, "Amount" FROM tally_entries WHERE "Hour" >= @a0) parts
            JOIN weights ON weights.start = parts."Start" WHERE {{BoardRows.OnlyOf(kind)}} GROUP BY "Subject"
            """,
            days.ConvertAll(day => new object?[] { day.ToMicroseconds(), RecentAverage.Weigh(day.AddHours(12) < now ? day.AddHours(12) : now, now) }), [days[^1].ToMicroseconds()],
            row => (row.GetGuid(0), row.GetDouble(1)), cancellationToken); // primary key, a range
    }

    private const string PartsBetween =
        """
        SELECT "Subject", "Amount", "Count" FROM tallies WHERE "Span" = 'Day' AND "Start" >= @a0 AND "Start" < @a1
        UNION ALL SELECT "Subject", "Amount", "Count" FROM tally_entries WHERE "Hour" >= @a0 AND "Hour" < @a1
        """; // primary key, a range

    private const string PartsBefore =
        """
        SELECT "Subject", "Amount", "Count" FROM tallies WHERE "Span" = 'Always'
        UNION ALL SELECT "Subject", -"Amount", -"Count" FROM tallies WHERE "Span" = 'Day' AND "Start" >= @a1
        UNION ALL SELECT "Subject", "Amount", "Count" FROM tally_entries WHERE "Hour" < @a1
        """; // primary key, twice a range
}
