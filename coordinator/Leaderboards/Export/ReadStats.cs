using System.Runtime.CompilerServices;

namespace LaionGrid.Coordinator.Leaderboards.Export;

/// <summary>Reads all that is on the boards of all time, a page at a time, so that memory does not grow with them and readers of boards hardly wait.</summary>
internal sealed class ReadStats(LiveBoards boards, ViewNetwork network, TimeProvider time)
{
    private const int Page = 1000;

    public async IAsyncEnumerable<StatsRow> RowsAsync(BoardKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (set, now) = (await boards.ReadAsync(all => all, cancellationToken), time.GetUtcNow());
        for (var from = 0; ; from += Page)
        {
            var rows = await boards.ReadAgainAsync(set, all => from < all.Roster(kind).Count ? Rows(all, kind, from, now) : null, cancellationToken);
            if (rows is null)
                yield break;
            foreach (var row in rows)
                yield return row;
        }
    }

    public async Task<StatsTotals> TotalsAsync(CancellationToken cancellationToken)
    {
        var total = (await network.RunAsync(cancellationToken)).VerifiedMflop;
        return await boards.ReadAsync(
            all => new StatsTotals(time.GetUtcNow(), all.Board(BoardKind.People, BoardPeriod.AllTime).Count, all.Board(BoardKind.Devices, BoardPeriod.AllTime).Count, total), cancellationToken);
    }

    private static List<StatsRow> Rows(BoardSet all, BoardKind kind, int from, DateTimeOffset now)
    {
        var (roster, board) = (all.Roster(kind), all.Board(kind, BoardPeriod.AllTime));
        return Enumerable.Range(from, Math.Min(Page, roster.Count - from)).Where(slot => board.IsListed(slot))
            .Select(slot => new StatsRow(roster[slot], board.Shown(slot), (long)Math.Max(RecentAverage.Read(roster.Recent(slot), all.BuiltAt, now), 0))).ToList();
    }
}
