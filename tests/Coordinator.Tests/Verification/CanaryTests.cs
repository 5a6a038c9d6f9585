using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Results;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Verification;

/// <summary>Pictures of proven workers that are looked at whole, to see what the lottery lets pass.</summary>
public sealed class CanaryTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Canary_OfAProvenWorker_IsLookedAtWholePaidInFullAndCounted(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, "--Verification:ProvingAudits", "0", "--Verification:RateTimesPassed", "0", "--Verification:SteadyRate", "0.01", "--Verification:CanaryShare", "1");
        var story = new Story(grid);
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        foreach (byte shade in (byte[])[100, 10])
        {
            await story.AskAsync();
            await story.RenderAsync(worker, shade);
            await story.VerifyAsync();
            Assert.Equal(new CanaryCount(shade == 100 ? 0 : 1, 0), await CountAsync(grid));
            await story.RenderAsync(referee, shade: 100);
        }

        Assert.Equal(new CanaryCount(2, 1), await CountAsync(grid));
        grid.Time.Advance(TimeSpan.FromDays(31));
        Assert.Equal(new CanaryCount(0, 0), await CountAsync(grid));
        await using var db = await story.DbAsync();
        Assert.All(await db.Audits.ToListAsync(), audit => Assert.Equal((AuditReason.Canary, "0 1 2 3", true), (audit.Reason, audit.Evaluations, audit.Decodes)));
        var costs = await db.Jobs.Select(job => job.CostMflop).ToListAsync();
        Assert.All(await db.Audits.ToListAsync(), audit => Assert.Equal(costs[0], audit.CreditMflop));
    }

    [Theory, OnSqlite]
    public async Task Canary_OfAWorkerThatProvesItself_IsNone(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, "--Verification:CanaryShare", "1");
        var story = new Story(grid);
        await story.AskAsync();
        await story.RenderAsync(await story.EnrollAsync("worker"), shade: 100);

        await using var db = await story.DbAsync();
        Assert.Equal(AuditReason.Proving, (await db.Audits.SingleAsync()).Reason);
    }

    private static Task<CanaryCount> CountAsync(CoordinatorUnderTest grid) => grid.Get<CountCanaries>().RunAsync(grid.Time.GetUtcNow().AddDays(-30), default);
}
