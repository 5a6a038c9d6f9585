using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Leaderboards;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Leaderboards;

public sealed class BoardTests
{
    [Theory, OnSqlite(true), OnPostgres(true), OnSqlite(false), OnPostgres(false)]
    public async Task Rank_WhenContributionsAreEqual_IsSharedOnEveryPage(DatabaseKind kind, bool isFolded)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        foreach (var (name, mflop) in new[] { ("dora", 30), ("carl", 40), ("anna", 50), ("bert", 40) })
            await PostAsync(grid, (await story.EnrollAsync(name)).AccountId, mflop);
        if (isFolded)
            await grid.Get<FoldTallies>().RunAsync(default);
        var rank = grid.Get<RankContributors>();

        var (all, rest, behind) = (await rank.RunAsync(null, 0, 10, default), await rank.RunAsync(null, 2, 2, default), await rank.RunAsync(null, 9, 10, default));

        Assert.Equal([new(1, "anna", 50, 1, 0), new(2, "bert", 40, 1, 0), new(2, "carl", 40, 1, 0), new(4, "dora", 30, 1, 0)], all.Rows);
        Assert.Equal(all.Rows.Skip(2), rest.Rows);
        Assert.Empty(behind.Rows);
        Assert.Equal([4, 4, 4], [all.Total, rest.Total, behind.Total]);
    }

    [Theory, OnSqlite(true), OnPostgres(true), OnSqlite(false), OnPostgres(false)]
    public async Task Window_BeginsWithAnHour_AndLeavesOutTheOneBefore(DatabaseKind kind, bool isFolded)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var worker = await new Story(grid).EnrollAsync("worker");
        var noon = grid.Time.GetUtcNow().Floor(TallySpan.Hour);
        grid.Time.Advance(TimeSpan.FromMinutes(59));
        await PostAsync(grid, worker.AccountId, 1);
        grid.Time.Advance(TimeSpan.FromMinutes(1));
        await PostAsync(grid, worker.AccountId, 2);
        grid.Time.Advance(TimeSpan.FromDays(1));
        await PostAsync(grid, worker.AccountId, 4);
        if (isFolded)
            await grid.Get<FoldTallies>().RunAsync(default);

        foreach (var (since, mflop) in new[] { (noon, 7), (noon.AddMinutes(59), 7), (noon.AddHours(1), 6), (noon.AddHours(1.9), 6), (noon.AddHours(2), 4), (noon.Floor(TallySpan.Day), 7) })
            Assert.Equal(mflop, Assert.Single((await grid.Get<RankContributors>().RunAsync(since, 0, 10, default)).Rows).CreditMflop);
        Assert.Empty((await grid.Get<RankContributors>().RunAsync(noon.AddHours(26), 0, 10, default)).Rows);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Reversal_TakesCreditAndPictureFromTheBoard(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (honest, wrong) = ((await story.EnrollAsync("honest")).AccountId, (await story.EnrollAsync("wrong")).AccountId);
        await PostAsync(grid, honest, 7);
        await PostAsync(grid, honest, 5);
        await PostAsync(grid, wrong, 9);
        await grid.Get<FoldTallies>().RunAsync(default);
        await PostAsync(grid, honest, -5);
        await PostAsync(grid, wrong, -9);

        var board = await grid.Get<RankContributors>().RunAsync(null, 0, 10, default);

        Assert.Equal([new Standing(1, "honest", 7, 1, 0)], board.Rows);
        Assert.Equal(7, (await grid.Get<ViewNetwork>().RunAsync(default)).VerifiedMflop);
    }

    /// <summary>What waits for an audit is shown beside what is final, and ranks nobody; what is forfeited is gone from both.</summary>
    [Theory, OnSqlite(true), OnPostgres(true), OnSqlite(false), OnPostgres(false)]
    public async Task Provisional_StandsApart_AndWhoHasNothingFinalStandsLast(DatabaseKind kind, bool isFolded)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (story, device) = (new Story(grid), new Guid("22222222-2222-7222-8222-222222222222"));
        var (anna, bert, carl, dora) = ((await story.EnrollAsync("anna")).AccountId, (await story.EnrollAsync("bert")).AccountId, (await story.EnrollAsync("carl")).AccountId, (await story.EnrollAsync("dora")).AccountId);
        foreach (var (owner, mflop) in new[] { (anna, 40), (anna, 30), (bert, 500), (carl, 700), (dora, 900), (dora, 100) })
            await PostAsync(grid, CreditPolicy.Provisional(owner, device, mflop));
        await PostAsync(grid, CreditPolicy.Promote(anna, device, 40, 10));
        await PostAsync(grid, CreditPolicy.Promote(dora, device, 900, 0));
        if (isFolded)
            await grid.Get<FoldTallies>().RunAsync(default);
        await PostAsync(grid, CreditPolicy.Forfeit(dora, device, 100, 900, count: 2));

        var (all, day) = (await grid.Get<RankContributors>().RunAsync(null, 0, 10, default), await grid.Get<RankContributors>().RunAsync(grid.Time.GetUtcNow(), 0, 10, default));

        Assert.Equal([new(1, "anna", 40, 2, 30), new(2, "carl", 0, 1, 700), new(2, "bert", 0, 1, 500)], all.Rows);
        Assert.Equal(all.Rows, day.Rows);
        var network = await grid.Get<ViewNetwork>().RunAsync(default);
        Assert.Equal((40, 1230), (network.VerifiedMflop, network.ProvisionalMflop));
        grid.Time.Advance(TimeSpan.FromDays(2));
        Assert.Empty((await grid.Get<RankContributors>().RunAsync(grid.Time.GetUtcNow().AddDays(-1), 0, 10, default)).Rows);
    }

    [Theory, OnSqlite(true), OnPostgres(true), OnSqlite(false), OnPostgres(false)]
    public async Task Network_CountsTodaysPicturesAndWhatWaits(DatabaseKind kind, bool isFolded)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        await story.AskAsync(count: 4);
        await story.RenderAsync(worker, shade: 1);
        grid.Time.Advance(TimeSpan.FromDays(1));
        await story.RenderAsync(worker, shade: 2);
        await story.RenderAsync(worker, shade: 3);
        if (isFolded)
            await grid.Get<FoldTallies>().RunAsync(default);

        var network = await grid.Get<ViewNetwork>().RunAsync(default);

        Assert.Equal((2, 0, 1), (network.PicturesToday, network.VerifiedMflop, network.JobsQueued));
        grid.Time.Advance(TimeSpan.FromHours(12)); // it was noon
        Assert.Equal(0, (await grid.Get<ViewNetwork>().RunAsync(default)).PicturesToday);
    }

    private static Task PostAsync(CoordinatorUnderTest grid, AccountId account, long mflop) => PostAsync(grid, Credit.Final(account, mflop));

    private static async Task PostAsync(CoordinatorUnderTest grid, IReadOnlyList<Line> lines)
    {
        var cause = $"test:{Guid.NewGuid():N}";
        await grid.Get<GridWriter>().RunAsync(async db =>
        {
            await grid.Get<Journal>().PostAsync(db, [new(cause, lines)], default);
            return true;
        }, default);
    }
}
