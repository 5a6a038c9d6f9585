using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leaderboards;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Verification;

public sealed class VerdictTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Verdict_WhenTheRefereeAgrees_PostsTheCreditOnceAndRanksTheContributor(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        var request = await story.AskAsync();

        await story.RenderAsync(worker, shade: 100);
        await story.VerifyAsync();
        Assert.Equal(JobState.Rendered, (await story.JobAsync(request)).State);
        await story.RenderAsync(referee, shade: 100);
        await story.VerifyAsync();
        await story.VerifyAsync();

        var job = await story.JobAsync(request);
        Assert.Equal(JobState.Done, job.State);
        var credit = (long)Math.Round(job.CostMflop * 0.5); // while it proves itself
        await using var db = await story.DbAsync();
        Assert.Equal(0, await db.Postings.SumAsync(posting => posting.AmountMflop));
        Assert.Equal(new OwnerBalances(0, credit, 0, 0, 0), await db.ReadBalancesAsync(worker.AccountId, default));
        Assert.Equal(-credit, await db.ReadBalanceAsync(LedgerAccount.Network, default));
        var row = Assert.Single((await grid.Get<RankContributors>().RunAsync(null, 0, 10, default)).Rows);
        Assert.Equal(new Standing(1, "worker", credit, 1, 0), row);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Verdict_WhenTheRefereeDisagrees_PaysNothingAndTheJobIsRenderedAnew(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (cheat, referee) = (await story.EnrollAsync("cheat"), await story.EnrollAsync("referee", WorkerRole.Referee));
        var request = await story.AskAsync();

        var lease = await story.RenderAsync(cheat, shade: 10);
        await story.VerifyAsync();
        await story.RenderAsync(referee, shade: 200);
        await story.VerifyAsync();

        Assert.Equal(JobState.Queued, (await story.JobAsync(request)).State);
        await using var db = await story.DbAsync();
        Assert.Equal(Verdict.Rejected, (await db.Attempts.SingleAsync(attempt => attempt.Id == lease.Id)).Verdict);
        Assert.Empty(await db.Postings.ToListAsync());
        Assert.NotNull(await story.ClaimAsync(cheat));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Recheck_WhenTheRefereeDies_IsGivenToTheNextAndEndsInTheSameVerdict(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        var request = await story.AskAsync();
        await story.RenderAsync(worker, shade: 100);
        await story.VerifyAsync();
        var lost = await story.MustClaimAsync(referee);
        await grid.Get<Coordinator.Leases.EndAttempt>().RunAsync(Story.ClaimOf(lost, referee), AttemptState.Expired, "lease.expired", default);

        await story.RenderAsync(referee, shade: 100);
        await story.VerifyAsync();

        Assert.Equal(JobState.Done, (await story.JobAsync(request)).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Proven_WhenNotDrawn_IsAcceptedUnauditedAndPaid(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, "--Verification:ProvingAudits", "0", "--Verification:SteadyRate", "0.01");
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");

        for (var picture = 0; picture < 10; picture++)
        {
            await story.AskAsync();
            await story.RenderAsync(worker, shade: 1);
            await story.VerifyAsync();
        }

        // One in a hundred is drawn: ten of ten drawn would happen once in 10^20 runs.
        await using var db = await story.DbAsync();
        var unaudited = await db.Attempts.CountAsync(attempt => attempt.Verdict == Verdict.AcceptedUnaudited);
        Assert.InRange(unaudited, 1, 10);
        Assert.Equal(unaudited, await db.LedgerTransactions.CountAsync(transaction => transaction.Cause.StartsWith("attempt:")));
    }
}
