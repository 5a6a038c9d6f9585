using LaionGrid.Coordinator.Leaderboards;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Tests.Ledger;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Leaderboards;

/// <summary>Boards in memory beside what changes; that they are the ledger's sums after any interleaving is the tallies' play.</summary>
public sealed class LiveBoardsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task PreviousRank_IsOfTheLastMidnight_UntilTheNext(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (ledger, view, live) = (new LedgerScene(grid), grid.Get<ViewBoards>(), grid.Get<LiveBoards>());
        var (anna, bert) = (await ledger.OwnerAsync("anna"), await ledger.OwnerAsync("bert"));
        await ledger.PostAsync(Credit.Final(anna, 10));
        await ledger.PostAsync(Credit.Final(bert, 5));
        await live.RefreshAsync(default);
        var first = (await view.PageAsync(BoardKind.People, BoardPeriod.AllTime, 0, 10, default)).Rows;

        grid.Time.Advance(TimeSpan.FromDays(1));
        await grid.Get<FoldTallies>().RunAsync(default);
        await live.RefreshAsync(default);
        await ledger.PostAsync(Credit.Final(bert, 50));
        await ledger.PostAsync(Credit.Final(await ledger.OwnerAsync("carl"), 20));

        Assert.Equal([("anna", 1, 0), ("bert", 2, 0)], first.Select(row => (row.Entrant.Name, row.Rank, row.PreviousRank)));
        foreach (var period in new[] { BoardPeriod.AllTime, BoardPeriod.Week, BoardPeriod.Day })
            Assert.Equal([("bert", 1, 2), ("carl", 2, 0), ("anna", 3, 1)], (await view.PageAsync(BoardKind.People, period, 0, 10, default)).Rows.Select(row => (row.Entrant.Name, row.Rank, row.PreviousRank)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Standing_OfOneself_IsFoundByNameAndADevicesById(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (story, ledger, view) = (new Story(grid), new LedgerScene(grid), grid.Get<ViewBoards>());
        var (anna, bert) = (await story.EnrollAsync("Anna"), await story.EnrollAsync("bert"));
        await ledger.PostAsync(Credit.Final(anna.AccountId, 10, anna.WorkerId.Value));
        await ledger.PostAsync(Credit.Final(bert.AccountId, 30, bert.WorkerId.Value));

        var person = await view.FindAsync(BoardKind.People, BoardPeriod.AllTime, "aNNa", default);
        var device = await view.FindAsync(BoardKind.Devices, BoardPeriod.Day, bert.WorkerId.ToString(), default);

        Assert.Equal(("Anna", 2, 10, 1), (person!.Entrant.Name, person.Rank, person.CreditMflop, person.Pictures));
        Assert.Equal(("bert", 1, 30, "bert"), (device!.Entrant.Name, device.Rank, device.CreditMflop, device.Entrant.ContributorName));
        Assert.Null(await view.FindAsync(BoardKind.Devices, BoardPeriod.Day, anna.AccountId.ToString(), default));
        grid.Time.Advance(TimeSpan.FromHours(26));
        Assert.Null(await view.FindAsync(BoardKind.Devices, BoardPeriod.Day, bert.WorkerId.ToString(), default));
    }

    /// <summary>Two coordinators have boards of their own and never speak of them.</summary>
    [Theory, OnPostgres]
    public async Task Boards_OfTwoCoordinators_AreTheSameThroughout(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        using var other = new LiveBoards(grid.Get<Microsoft.EntityFrameworkCore.IDbContextFactory<GridDb>>(), grid.Time);
        var ledger = new LedgerScene(grid);
        var anna = await ledger.OwnerAsync("anna");
        await Task.WhenAll(Enumerable.Range(1, 40).Select(async mflop =>
        {
            await ledger.PostAsync(Credit.Final(anna, mflop), $"both:{mflop}");
            await (mflop % 2 == 0 ? other : grid.Get<LiveBoards>()).ReadAsync(all => all.LogSize, default);
        }));

        foreach (var boards in new[] { other, grid.Get<LiveBoards>() })
            Assert.Equal(820, Assert.Single(await boards.ReadAsync(all => all.Board(BoardKind.People, BoardPeriod.Month).Page(0, 10), default)).CreditMflop);
    }
}
