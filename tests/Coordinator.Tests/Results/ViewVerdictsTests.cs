using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Results;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Results;

public sealed class ViewVerdictsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task List_GoneThroughByOne_HasEachVerdictOnce_InOrder(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (lark, tern) = (await story.EnrollAsync("lark"), await story.EnrollAsync("tern"));
        var ids = await RenderAsync(grid, story, lark, 4);
        await RenderAsync(grid, story, tern, 1);
        await DecideAsync(grid, story, ids[1], Verdict.Rejected, "checks.differ", 0);
        grid.Time.Advance(ViewVerdicts.Settles);

        Assert.Equal([ids[0], ids[2], ids[3], ids[1]], await WalkAsync(grid, lark)); // what was decided again is told again
        var all = await grid.Get<ViewVerdicts>().RunAsync(lark.WorkerId, DateTimeOffset.UnixEpoch, default, 256, default);
        Assert.Equal([(Verdict.AcceptedUnaudited, "", 51), (Verdict.Rejected, "checks.differ", 0)], all.Skip(2).Select(told => (told.Verdict, told.Code, told.CreditMflop)));
    }

    /// <summary>A batch is judged at one instant.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task List_OfVerdictsOfOneInstant_SkipsNone(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var lark = await story.EnrollAsync("lark");
        var ids = await RenderAsync(grid, story, lark, 4);
        await DecideAsync(grid, story, ids[2], Verdict.Recalled, "", 0);
        DateTimeOffset? now = grid.Time.GetUtcNow();
        await using (var db = await story.DbAsync())
            await db.Attempts.ExecuteUpdateAsync(set => set.SetProperty(one => one.VerdictAt, now));
        grid.Time.Advance(ViewVerdicts.Settles);

        Assert.Equal(ids.Select(id => id.ToString()).Order(StringComparer.Ordinal), (await WalkAsync(grid, lark)).Select(id => id.ToString()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task List_LeavesOutWhatIsNotSettled_AndWhatIsOld(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var lark = await story.EnrollAsync("lark");
        await story.AskAsync();
        await DecideAsync(grid, story, (await story.RenderAsync(lark, 1)).Id, Verdict.AcceptedUnaudited, "", 51);
        grid.Time.Advance(ViewVerdicts.Settles - TimeSpan.FromMilliseconds(1));

        Assert.Empty(await WalkAsync(grid, lark));
        grid.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Single(await WalkAsync(grid, lark));
        grid.Time.Advance(ViewVerdicts.Told);
        Assert.Empty(await WalkAsync(grid, lark));
    }

    [Theory, InlineData("checks.differ"), InlineData("replay.differs"), InlineData("reveal.withheld"), InlineData("verification.exhausted"), InlineData("something.new")]
    public void Words_OfEveryCode_AreASentence(string code) => Assert.EndsWith(".", VerdictWords.Of(code), StringComparison.Ordinal);

    private static async Task<List<AttemptId>> RenderAsync(CoordinatorUnderTest grid, Story story, CallingWorker worker, int count)
    {
        var ids = new List<AttemptId>();
        await story.AskAsync(count);
        for (byte picture = 0; picture < count; picture++)
        {
            ids.Add((await story.RenderAsync(worker, picture)).Id);
            await DecideAsync(grid, story, ids[^1], Verdict.AcceptedUnaudited, "", 51);
            grid.Time.Advance(TimeSpan.FromMinutes(1));
        }
        return ids;
    }

    /// <summary>By hand: what the lottery draws is left to chance.</summary>
    private static async Task DecideAsync(CoordinatorUnderTest grid, Story story, AttemptId id, Verdict verdict, string code, long mflop)
    {
        DateTimeOffset? now = grid.Time.GetUtcNow();
        await using var db = await story.DbAsync();
        await db.Attempts.Where(one => one.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.Verdict, verdict).SetProperty(one => one.VerdictAt, now).SetProperty(one => one.VerdictCode, code).SetProperty(one => one.CreditMflop, mflop));
    }

    /// <summary>A page is one verdict.</summary>
    private static async Task<List<AttemptId>> WalkAsync(CoordinatorUnderTest grid, CallingWorker worker)
    {
        var (seen, at, id) = (new List<AttemptId>(), DateTimeOffset.UnixEpoch, default(AttemptId));
        while (await grid.Get<ViewVerdicts>().RunAsync(worker.WorkerId, at, id, 1, default) is [var next])
        {
            seen.Add(next.Id);
            (at, id) = (next.At, next.Id);
        }
        return seen;
    }
}
