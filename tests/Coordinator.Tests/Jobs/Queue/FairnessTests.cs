using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Jobs.Queue;

/// <summary>The fair queue over its real tables: on each database what one asks for must count for that one alone.</summary>
public sealed class FairnessTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Newcomer_BehindACrowdOfOnesJobs_IsNextButOne(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        for (var ask = 0; ask < 5; ask++)
            await story.AskAsync(count: 4, requester: "crowd");

        var newcomer = await story.AskAsync(requester: "newcomer");

        var served = new[] { (await story.MustClaimAsync(worker)).RequestId, (await story.MustClaimAsync(worker)).RequestId };
        Assert.Contains(newcomer, served);
    }

    /// <summary>Two who ask in turns, one of them for more: neither's place depends on the other's.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task SecondAsk_OfSomeoneWithLittle_ComesBeforeTheRestOfSomeonesMany(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        await story.AskAsync(requester: "modest");
        await story.AskAsync(count: 4, requester: "crowd");
        await story.AskAsync(count: 4, requester: "crowd");
        var second = await story.AskAsync(requester: "modest");

        var served = new List<bool>();
        for (var turn = 0; turn < 4; turn++)
            served.Add((await story.MustClaimAsync(worker)).RequestId == second);

        Assert.Contains(true, served);
    }
}
