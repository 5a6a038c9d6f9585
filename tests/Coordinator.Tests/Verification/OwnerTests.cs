using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Verification;

/// <summary>Owners of several workers.</summary>
public sealed class OwnerTests
{
    private const byte Honest = 100;
    private const byte Cheat = 10;

    [Theory]
    [InlineData(DatabaseKind.Sqlite, 89, true), InlineData(DatabaseKind.Sqlite, 91, false)]
    public async Task Fault_GrossAndTheOwnersSecond_CostsItsOtherWorkersTooWhenSoonAfter(DatabaseKind kind, int days, bool areDemoted)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, "--Verification:HalfLifeDays", "10000");
        await SecondFaultAsync(grid, TimeSpan.FromDays(days), areDemoted);
    }

    [Theory, OnPostgres]
    public async Task Fault_GrossAndTheOwnersSecond_IsTheSameOnPostgres(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, "--Verification:HalfLifeDays", "10000");
        await SecondFaultAsync(grid, TimeSpan.FromDays(10), areDemoted: true);
    }

    /// <summary>The proving of a second worker is shorter, for what the first has in escrow stands for it.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task SecondWorker_OfAnOwnerWithEscrow_ProvesItselfSooner(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, "--Verification:VouchedAudits", "0", "--Verification:SteadyRate", "1");
        var story = new Story(grid);
        var (referee, first) = (await story.EnrollAsync("referee", WorkerRole.Referee), await story.EnrollAsync("first"));
        var second = await EnrollForAsync(grid, story, "second", first);

        Assert.Equal(0.5, await PayShareAsync(second));
        Assert.Equal(0.5, await PayShareAsync(first)); // what it has itself does not vouch for it
        await story.RenderAsync(referee, Honest);
        await story.RenderAsync(referee, Honest);
        Assert.Equal(1, await PayShareAsync(second));

        async Task<double> PayShareAsync(CallingWorker worker)
        {
            var request = await story.AskAsync();
            var lease = await story.RenderAsync(worker, Honest);
            await story.VerifyAsync();
            await using var db = await story.DbAsync();
            return Math.Round((await db.Audits.SingleAsync(audit => audit.AttemptId == lease.Id)).CreditMflop / (double)(await story.JobAsync(request)).CostMflop, 3);
        }
    }

    private static async Task SecondFaultAsync(CoordinatorUnderTest grid, TimeSpan between, bool areDemoted)
    {
        var story = new Story(grid);
        var (referee, good) = (await story.EnrollAsync("referee", WorkerRole.Referee), await story.EnrollAsync("good"));
        var (bad, worse) = (await EnrollForAsync(grid, story, "bad", good), await EnrollForAsync(grid, story, "worse", good));
        await JudgedAsync(story, good, referee, Honest);
        await JudgedAsync(story, bad, referee, Cheat);
        var before = await StandingAsync(story, good);
        Assert.True(before is { Escrow: > 0, Passed: > 0.9 });

        grid.Time.Advance(between);
        await JudgedAsync(story, worse, referee, Cheat);

        Assert.Equal(areDemoted ? (0, 0) : before, await StandingAsync(story, good));
        await using var db = await story.DbAsync();
        Assert.Equal(0, await db.Postings.SumAsync(posting => posting.AmountMflop));
        Assert.Equal(areDemoted ? 0 : before.Escrow, await db.Attempts.Where(attempt => attempt.WorkerId == good.WorkerId).SumAsync(attempt => attempt.CreditMflop));
        await AssertSoundAsync(grid, story);
    }

    /// <summary>Nothing is paid twice or lost, by the database alone.</summary>
    private static async Task AssertSoundAsync(CoordinatorUnderTest grid, Story story)
    {
        await using var db = await story.DbAsync();
        await db.Database.OpenConnectionAsync();
        Assert.Empty(await new GridAudit { Database = db.Database.GetDbConnection(), HasBlob = GridAudit.BlobsIn(grid.Folder["data"]), MayWait = true }.RunAsync(default));
    }

    private static async Task JudgedAsync(Story story, CallingWorker worker, CallingWorker referee, byte shade)
    {
        await story.AskAsync();
        await story.RenderAsync(worker, shade);
        await story.VerifyAsync();
        await story.RenderAsync(referee, Honest);
        await using var db = await story.DbAsync();
        await db.Jobs.Where(job => job.State == JobState.Queued).ExecuteUpdateAsync(set => set.SetProperty(job => job.State, JobState.Cancelled)); // or the next would be given it
    }

    private static async Task<(long Escrow, double Passed)> StandingAsync(Story story, CallingWorker worker)
    {
        await using var db = await story.DbAsync();
        return (await db.ReadBalanceAsync(CreditPolicy.Escrow(worker.AccountId, worker.WorkerId.Value), default), (await db.Trusts.SingleAsync(trust => trust.WorkerId == worker.WorkerId)).Passed);
    }

    private static async Task<CallingWorker> EnrollForAsync(CoordinatorUnderTest grid, Story story, string name, CallingWorker owner)
    {
        var caller = new Caller(owner.AccountId, KeyRole.Person, null, name);
        var enrolled = Assert.IsType<EnrollOutcome.Enrolled>(await grid.Get<EnrollWorker>().RunAsync(new($"{name}-{new string('x', 32)}", name, "", WorkerRole.Volunteer), caller, default));
        return new(enrolled.WorkerId, WorkerRole.Volunteer, owner.AccountId);
    }
}
