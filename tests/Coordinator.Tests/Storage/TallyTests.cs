using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.Teams;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Leaderboards;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Storage;

/// <summary>Whatever is posted, reversed, committed late, folded at once by several or killed in the midst: tallies and entries are the sums over postings.</summary>
public sealed class TallyTests
{
    private const int Accounts = 3;

    [Theory, OnSqlite, OnPostgres]
    public async Task Tallies_AfterAnyInterleaving_AreTheSumsOverPostings(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (accounts, devices) = (new List<AccountId>(), new List<WorkerId>());
        for (var index = 0; index < Accounts; index++)
        {
            var worker = await story.EnrollAsync($"worker-{index}");
            (accounts, devices) = ([.. accounts, worker.AccountId], [.. devices, worker.WorkerId]);
        }
        var invites = new List<InviteCode>();
        foreach (var founder in new[] { "anna", "bert" })
            invites.Add(Assert.IsType<FoundTeamOutcome.Founded>(await grid.Get<FoundTeam>().RunAsync((await story.EnrollAsync(founder)).AccountId, $"team of {founder}", default)).Invite);
        var steps = (from happening in Gen.Elements(Enum.GetValues<Happening>())
                     from account in Gen.Choose(0, Accounts - 1)
                     from amount in Gen.Choose(1, 1000)
                     from minutes in Gen.Choose(0, 600)
                     select new Step(happening, account, amount, minutes)).ArrayOf();

        Prop.ForAll(steps.ToArbitrary(), played => PlayAsync(grid, accounts, devices, invites, played).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(30).WithEndSize(40));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Fold_WhenSeveralFoldAndPostAtOnce_CountsEachPostingOnce(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var worker = await new Story(grid).EnrollAsync("worker");
        var fold = grid.Get<FoldTallies>();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async writer =>
        {
            for (var turn = 0; turn < 20; turn++)
            {
                await using var play = new TallyPlay(grid, [worker.AccountId]);
                await play.PostAsync($"{writer}-{turn}", 0, writer + turn + 1);
                await fold.RunAsync(default);
            }
        }));

        await using var last = new TallyPlay(grid, [worker.AccountId]);
        await last.CheckAsync();
        Assert.Equal(80, Assert.Single((await grid.Get<RankContributors>().RunAsync(null, 0, 10, default)).Rows).Pictures);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Fold_OfMoreThanABatch_LeavesNoEntry(DatabaseKind kind)
    {
        const int entries = 4500;
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var now = grid.Time.GetUtcNow();
        await grid.Get<GridWriter>().RunAsync(async db =>
        {
            await db.AppendAsync(Enumerable.Range(0, entries).Select(index => new Addition(TallySubject.Rendered, now.AddHours(-index % 3000), 2, 1)), default);
            return true;
        }, default);

        await grid.Get<FoldTallies>().RunAsync(default);

        await using var db = await new Story(grid).DbAsync();
        Assert.Equal(0, await db.Set<TallyEntry>().CountAsync());
        var always = Assert.Single(await db.Set<Tally>().Where(tally => tally.Span == TallySpan.Always).ToListAsync());
        Assert.Equal((2 * entries, entries), (always.Amount, always.Count));
        Assert.Equal(entries, await db.Set<Tally>().Where(tally => tally.Span == TallySpan.Day).SumAsync(tally => tally.Count));
        Assert.All(await db.Set<Tally>().Where(tally => tally.Span == TallySpan.Hour).ToListAsync(), tally => Assert.InRange(tally.Start, now - Tallies.HoursKept, now));
    }

    private static async Task PlayAsync(CoordinatorUnderTest grid, IReadOnlyList<AccountId> accounts, IReadOnlyList<WorkerId> devices, IReadOnlyList<InviteCode> invites, Step[] steps)
    {
        await using var play = new TallyPlay(grid, accounts, devices, invites);
        await play.ClearAsync();
        foreach (var step in steps)
        {
            await play.RunAsync(step);
            await play.CheckAsync();
            await play.CheckLiveAsync();
        }
        await play.CheckBoardsAsync();
    }
}
