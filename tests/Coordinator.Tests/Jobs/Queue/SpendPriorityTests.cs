using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Arrivals;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Jobs.Queue;

/// <summary>Earned priority, spent on pictures: in the tables and the ledger of each database.</summary>
public sealed class SpendPriorityTests
{
    private int _asks;

    [Theory, OnSqlite, OnPostgres]
    public async Task SecondPicture_OfSomebodyWithPriority_PassesTheCrowd_AndIsPaidOnce(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (ada, price) = (await CallerAsync(story), await PriceAsync(grid));
        await AskAsync(grid, ada, count: 3); // own work in line
        await story.AskAsync(count: 4, requester: "crowd");
        await RewardAsync(grid, ada, price + 1);

        var told = await EstimateAsync(grid, ada);
        var paid = await AskAsync(grid, ada, key: "once");
        await AskAsync(grid, ada, key: "once"); // a repeat is the same request
        var after = await AskAsync(grid, ada);

        Assert.Equal((price + 1, price), (told.PriorityMflop, told.PaidMflop));
        Assert.Equal(1, await BalanceAsync(grid, ada));
        Assert.Equal((price, 0), ((await story.JobAsync(paid)).PaidMflop, (await story.JobAsync(after)).PaidMflop));
        Assert.Equal((await story.JobAsync(paid)).StartTag, await LeastTagAsync(story));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Picture_CancelledBeforeAnybodyBeganIt_GivesItBackOnce(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (ada, price) = (await CallerAsync(story), await PriceAsync(grid));
        await AskAsync(grid, ada);
        await RewardAsync(grid, ada, 5 * price);
        var paid = await AskAsync(grid, ada, count: 2);
        Assert.Equal(3 * price, await BalanceAsync(grid, ada));

        await grid.Get<CancelRequest>().RunAsync(paid, default);
        await grid.Get<CancelRequest>().RunAsync(paid, default);

        Assert.Equal(5 * price, await BalanceAsync(grid, ada));
        Assert.Empty(await grid.Get<ProveLedger>().RunAsync(default));
    }

    /// <summary>Anybody reads the log: neither a request's id nor a picture's stands in it, nor can it be made without the request's key.</summary>
    [Theory, OnSqlite]
    public async Task Cause_InTheLog_NamesNoRequest(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (ada, price) = (await CallerAsync(story), await PriceAsync(grid));
        await AskAsync(grid, ada);
        await RewardAsync(grid, ada, 5 * price);
        var paid = await AskAsync(grid, ada);
        var job = await story.JobAsync(paid);
        await grid.Get<CancelRequest>().RunAsync(paid, default);

        await using var db = await story.DbAsync();
        var causes = await db.LedgerTransactions.Where(one => one.Cause.StartsWith("priority:")).Select(one => one.Cause).ToListAsync();
        Assert.Equal(["priority:spent", "priority:unspent"], causes.Select(cause => cause[..cause.LastIndexOf(':')]).Order());
        Assert.DoesNotContain(causes, cause => cause.Contains($"{paid}", StringComparison.Ordinal) || cause.Contains($"{job.Id}", StringComparison.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Request_TakesNoMoreThanItMay(DatabaseKind kind)
    {
        await using var probe = await CoordinatorUnderTest.CreateAsync(DatabaseKind.Sqlite);
        var price = await PriceAsync(probe);
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, "--Jobs:PriorityMflopAtOnce", $"{2 * price}");
        var ada = await CallerAsync(new Story(grid));
        await AskAsync(grid, ada);
        await RewardAsync(grid, ada, 50 * price);

        await AskAsync(grid, ada, count: 4);

        Assert.Equal(48 * price, await BalanceAsync(grid, ada));
    }

    /// <summary>Two coordinators look at one balance at once: one waits for the other, and nothing is spent twice.</summary>
    [Theory, OnPostgres]
    public async Task Priority_AskedForAtTwoCoordinators_IsSpentOnce(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(kind);
        await using var other = await grid.StartReplicaAsync();
        var (ada, price) = (await CallerAsync(new Story(grid)), await PriceAsync(grid));
        foreach (var coordinator in new[] { grid, other })
            await AskAsync(coordinator, ada);
        await RewardAsync(grid, ada, 3 * price);

        var requests = await Task.WhenAll(Enumerable.Range(0, 12).Select(index => AskAsync(index % 2 == 0 ? grid : other, ada, key: $"at once {index}")));

        await using var db = await grid.Get<IDbContextFactory<GridDb>>().CreateDbContextAsync();
        Assert.Equal(3 * price, await db.Jobs.Where(job => requests.Contains(job.RequestId)).SumAsync(job => job.PaidMflop));
        Assert.Equal(0, await BalanceAsync(grid, ada));
    }

    private static async Task<Caller> CallerAsync(Story story) => new((await story.EnrollAsync("ada")).AccountId, KeyRole.Person, null, "lg_ada");

    private static async Task<long> PriceAsync(CoordinatorUnderTest grid) => (await EstimateAsync(grid, Caller.Anonymous)).MflopPerPicture;

    private static async Task<AskEstimate> EstimateAsync(CoordinatorUnderTest grid, Caller caller) =>
        Assert.IsType<EstimateOutcome.Estimated>(await grid.Get<EstimateAsk>().RunAsync(new Ask { RequestKey = "estimate", Prompt = "", Count = 1 }, "", caller, default)).Estimate;

    private async Task<RequestId> AskAsync(CoordinatorUnderTest grid, Caller caller, int count = 1, string? key = null)
    {
        var ask = new Ask { RequestKey = key ?? $"ask-{Interlocked.Increment(ref _asks)}", Prompt = "a boat", Count = count, Seed = 7, Requester = "" };
        return Assert.IsType<SubmitOutcome.Accepted>(await grid.Get<SubmitRequest>().RunAsync(ask, "", caller, default)).Request.Id;
    }

    private static Task<int> RewardAsync(CoordinatorUnderTest grid, Caller caller, long mflop) => grid.Get<GridWriter>().RunAsync(async db =>
        (await grid.Get<Journal>().PostAsync(db, [new("answer:test", CreditPolicy.Reward(caller.AccountId, mflop))], default)).Count, default);

    private static async Task<long> BalanceAsync(CoordinatorUnderTest grid, Caller caller)
    {
        await using var db = await grid.Get<IDbContextFactory<GridDb>>().CreateDbContextAsync();
        return await db.ReadBalanceAsync(CreditPolicy.Priority(caller.AccountId), default);
    }

    private static async Task<long> LeastTagAsync(Story story)
    {
        await using var db = await story.DbAsync();
        return await db.Jobs.Where(job => job.State == JobState.Queued).MinAsync(job => job.StartTag);
    }
}
