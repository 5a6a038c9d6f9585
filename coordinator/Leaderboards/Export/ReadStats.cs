using System.Runtime.CompilerServices;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Leaderboards.Export;

/// <summary>Reads all that is on the boards of all time, a page at a time, so that memory does not grow with them and readers of boards hardly wait.</summary>
internal sealed class ReadStats(LiveBoards boards, ViewNetwork network, IDbContextFactory<GridDb> databases, TimeProvider time)
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
            foreach (var row in await WithTeamsAsync(kind, rows, cancellationToken))
                yield return row;
        }
    }

    public async Task<StatsTotals> TotalsAsync(CancellationToken cancellationToken)
    {
        var total = (await network.RunAsync(cancellationToken)).VerifiedMflop;
        return await boards.ReadAsync(
            all => new StatsTotals(time.GetUtcNow(), all.Board(BoardKind.People, BoardPeriod.AllTime).Count, all.Board(BoardKind.Devices, BoardPeriod.AllTime).Count, all.Board(BoardKind.Teams, BoardPeriod.AllTime).Count, total), cancellationToken);
    }

    /// <summary>Adds the team that an account is in, or how many are in a team: as of now, a page at a time.</summary>
    private async Task<IEnumerable<StatsRow>> WithTeamsAsync(BoardKind kind, List<StatsRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0 || kind is not (BoardKind.People or BoardKind.Teams))
            return rows;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var ids = rows.ConvertAll(row => new object?[] { row.Entrant.Id });
        if (kind == BoardKind.People)
        {
            var teams = (await db.QueryRowsAsync( // unique index account, of those who stay
                """SELECT "AccountId", "TeamId" FROM team_memberships WHERE "LeftAt" IS NULL AND "AccountId" IN (VALUES {rows})""",
                ids, [], row => (Account: row.GetGuid(0), Team: row.GetGuid(1)), cancellationToken)).ToDictionary(row => row.Account, row => row.Team);
            return rows.Select(row => teams.TryGetValue(row.Entrant.Id, out var team) ? row with { TeamId = team } : row);
        }
        var members = (await db.QueryRowsAsync( // index team, of those who stay
            """SELECT "TeamId", COUNT(*) FROM team_memberships WHERE "LeftAt" IS NULL AND "TeamId" IN (VALUES {rows}) GROUP BY "TeamId" """,
            ids, [], row => (Team: row.GetGuid(0), Count: row.GetInt32(1)), cancellationToken)).ToDictionary(row => row.Team, row => row.Count);
        return rows.Select(row => row with { Members = members.GetValueOrDefault(row.Entrant.Id) });
    }

    private static List<StatsRow> Rows(BoardSet all, BoardKind kind, int from, DateTimeOffset now)
    {
        var (roster, board) = (all.Roster(kind), all.Board(kind, BoardPeriod.AllTime));
        return Enumerable.Range(from, Math.Min(Page, roster.Count - from)).Where(slot => board.IsListed(slot))
            .Select(slot => new StatsRow(roster[slot], board.Shown(slot), (long)Math.Max(RecentAverage.Read(roster.Recent(slot), all.BuiltAt, now), 0))).ToList();
    }
}
