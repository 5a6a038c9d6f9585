using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Jobs.Queue;

public sealed class ContributorShareTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Account_CreditedWithinAMonth_IsKnownAsAContributorUntilTheMonthIsOver(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (giver, other) = (await story.EnrollAsync("giver"), await story.EnrollAsync("other"));
        await grid.Get<GridWriter>().RunAsync(async writing =>
        {
            await grid.Get<Journal>().PostAsync(writing, [new("test", Credit.Final(giver.AccountId, 5))], default);
            return 0;
        }, default);
        await grid.Get<FoldTallies>().RunAsync(default);
        var contributors = grid.Get<RecentContributors>();

        Assert.True(await contributors.HasContributedAsync(giver.AccountId, default));
        Assert.False(await contributors.HasContributedAsync(other.AccountId, default));
        grid.Time.Advance(TimeSpan.FromDays(32));
        Assert.False(await contributors.HasContributedAsync(giver.AccountId, default));
    }
}
