using LaionGrid.Coordinator.Accounts.Profiles;
using LaionGrid.Coordinator.Leaderboards;
using LaionGrid.Coordinator.Leaderboards.Groups;
using LaionGrid.Coordinator.Tests.Ledger;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Leaderboards.Groups;

public sealed class RankGroupsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Countries_AreThoseThatPeopleChose_AndHidePrivateOnes(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (ledger, groups) = (new LedgerScene(grid), grid.Get<RankGroups>());
        foreach (var (name, country, mflop, isPrivate) in new[] { ("anna", "DE", 10, false), ("bert", "JP", 25, false), ("carl", "DE", 20, false), ("dora", "", 100, false), ("emil", "FR", 70, true) })
        {
            var owner = await ledger.OwnerAsync(name);
            await ledger.PostAsync(Credit.Final(owner, mflop));
            await grid.Get<UpdateProfile>().RunAsync(owner, isPrivate, country, "", default);
        }

        var counted = await groups.ReadAsync(GroupKind.Countries, default);

        Assert.Equal([new(1, "DE", 30, 2, 2), new(2, "JP", 25, 1, 1)], counted.Periods[BoardPeriod.AllTime]);
        grid.Time.Advance(TimeSpan.FromHours(26));
        Assert.Same(counted, await groups.ReadAsync(GroupKind.Countries, default));
        await groups.RefreshAsync(default);
        var later = await groups.ReadAsync(GroupKind.Countries, default);
        Assert.Empty(later.Periods[BoardPeriod.Day]);
        Assert.Equal(2, later.Periods[BoardPeriod.Week].Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Families_SumTheirDevices(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (story, ledger) = (new Story(grid), new LedgerScene(grid));
        foreach (var (name, family, mflop) in new[] { ("anna", "RTX 3060", 10), ("bert", "RTX 3060", 20), ("carl", "M2", 30), ("dora", "", 99) })
        {
            var worker = await story.EnrollAsync(name);
            await ledger.SpoilAsync($"UPDATE workers SET \"DeviceName\" = '{family}' WHERE \"Name\" = '{name}'");
            await ledger.PostAsync(Credit.Final(worker.AccountId, mflop, worker.WorkerId.Value));
        }

        var rows = (await grid.Get<RankGroups>().ReadAsync(GroupKind.Families, default)).Periods[BoardPeriod.Month];

        Assert.Equal([new(1, "M2", 30, 1, 1), new(1, "RTX 3060", 30, 2, 2)], rows);
    }
}
