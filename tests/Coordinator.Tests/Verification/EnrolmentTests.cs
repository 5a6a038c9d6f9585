using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Results;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Trusting;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Verification;

/// <summary>A new worker's first attempts: looked at whole, unpaid, and what they show decides how near to the referees it must stay.</summary>
public sealed class EnrolmentTests
{
    private const byte Referee = 100;
    private const byte Single = 100;
    private const byte Half = 101; // a third of a per cent off: outside fp32, well within fp16
    private const byte Coarse = 102; // within fp16, and nearer to its tolerance than honest machines are

    [Theory, OnSqlite, OnPostgres]
    public async Task Enrolment_OfANewWorker_LooksAtItsFirstPicturesWholeAndPaysFromTheNextOn(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind);
        var (story, worker, referee) = await BeginAsync(grid, "CPU");

        await RenderAsync(story, worker, referee, Single, times: 2);
        await using var db = await story.DbAsync();
        Assert.Equal(new OwnerBalances(0, 0, 0, 0, 0), await db.ReadBalancesAsync(worker.AccountId, default));
        grid.Time.Advance(TimeSpan.FromSeconds(1));
        var paid = await RenderAsync(story, worker, referee, Single);

        var audits = await db.Audits.OrderBy(audit => audit.DrawnAt).ToListAsync();
        Assert.Equal([AuditReason.Enrolment, AuditReason.Enrolment, AuditReason.Proving], audits.Select(audit => audit.Reason));
        Assert.Equal([(0L, true, "0 1 2 3"), (0L, true, "0 1 2 3")], audits.Take(2).Select(audit => (audit.CreditMflop, audit.Decodes, audit.Evaluations)));
        Assert.Equal(new OwnerBalances(0, (long)Math.Round(paid.CostMflop * 0.5), 0, 0, 0), await db.ReadBalancesAsync(worker.AccountId, default));
        Assert.Empty(await grid.Get<ProveLedger>().RunAsync(default));
    }

    /// <summary>The hole that this closes: a machine of single precision names a provider of a wider class, to have room for what it saves.</summary>
    [Theory, OnSqlite("DirectML"), OnSqlite("NobodyKnows"), OnPostgres("DirectML")]
    public async Task Claim_OfAnotherProvider_GivesNoWiderTolerance(DatabaseKind kind, string claimed)
    {
        await using var grid = await CreateAsync(kind);
        var (story, worker, referee) = await BeginAsync(grid, claimed);
        await RenderAsync(story, worker, referee, Single, times: 2);

        var cheated = await RenderAsync(story, worker, referee, Half);

        Assert.Equal((Verdict.Rejected, "fp32"), await VerdictAsync(story, cheated));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Claim_MadeAfterTheDraw_ChangesNothing(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind);
        var (story, worker, referee) = await BeginAsync(grid, "CPU");
        await story.AskAsync();
        var lease = await story.RenderAsync(worker, Half);

        await ReportAsync(story, worker, "DirectML");
        await story.VerifyAsync();
        await story.RenderAsync(referee, Referee);

        Assert.Equal((Verdict.Rejected, "fp32"), await VerdictAsync(story, lease));
    }

    /// <summary>Another name is another runtime, and proves itself anew, unpaid.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Claim_ByAKnownWorker_BeginsEnrolmentAnew(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind);
        var (story, worker, referee) = await BeginAsync(grid, "CPU");
        await RenderAsync(story, worker, referee, Single, times: 2);
        await ReportAsync(story, worker, "DirectML");

        await RenderAsync(story, worker, referee, Single, times: 2);

        await using var db = await story.DbAsync();
        Assert.Equal(new OwnerBalances(0, 0, 0, 0, 0), await db.ReadBalancesAsync(worker.AccountId, default));
        Assert.All(await db.Trusts.ToListAsync(), trust => Assert.Equal("fp32", trust.Class));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Enrolment_OfAMachineOfHalfPrecision_KeepsTheClassOfItsProvider(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind);
        var (story, worker, referee) = await BeginAsync(grid, "DirectML");
        await RenderAsync(story, worker, referee, Half, times: 2);

        var lease = await RenderAsync(story, worker, referee, Half);

        Assert.Equal((Verdict.Accepted, "fp16"), await VerdictAsync(story, lease));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Enrolment_OfAMachineThatNoClassFits_IsRefusedForAWeekAndBeginsAnew(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind);
        var (story, worker, referee) = await BeginAsync(grid, "NobodyKnows");

        await RenderAsync(story, worker, referee, Coarse, times: 2);

        await using var db = await story.DbAsync();
        var trust = await db.Trusts.AsNoTracking().SingleAsync();
        Assert.Equal(("", 0L, grid.Time.GetUtcNow().AddDays(7)), (trust.Class, trust.Asked, trust.RefusedUntil));
        Assert.Null((await db.Workers.SingleAsync(row => row.Id == worker.WorkerId)).SuspendedUntil);
        await using (var stream = grid.Get<AttendWork>().RunAsync(Story.AttendanceOf(worker), default).GetAsyncEnumerator())
        {
            Assert.True(await stream.MoveNextAsync());
            Assert.Contains($"No work of {PaperBundle.Id} is sent here", stream.Current.WaitsBecause, StringComparison.Ordinal);
        }
        grid.Time.Advance(TimeSpan.FromDays(8));
        await RenderAsync(story, worker, referee, Single, times: 2); // its driver was mended
        Assert.Equal("fp32", (await db.Trusts.AsNoTracking().SingleAsync()).Class);
        Assert.Equal(new OwnerBalances(0, 0, 0, 0, 0), await db.ReadBalancesAsync(worker.AccountId, default));
    }

    /// <summary>A machine that is only coarser than any class is no cheat: two such canaries are no second fault.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Enrolment_WhenCanariesFail_RefusesTheBundleAndSuspendsNobody(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind);
        var (story, worker, referee) = await BeginAsync(grid, "CPU");
        await story.AskAsync(count: 2);
        var (one, other) = (await story.RenderAsync(worker, Half), await story.RenderAsync(worker, Half)); // the second before the first is judged
        await story.VerifyAsync();
        await story.RenderAsync(referee, Referee);
        await story.RenderAsync(referee, Referee);
        await story.JudgeAsync();

        await using var db = await story.DbAsync();
        Assert.Equal([Verdict.Rejected, Verdict.Rejected], [(await VerdictAsync(story, one)).Item1, (await VerdictAsync(story, other)).Item1]);
        Assert.NotNull((await db.Trusts.SingleAsync()).RefusedUntil);
        Assert.Null((await db.Workers.SingleAsync(row => row.Id == worker.WorkerId)).SuspendedUntil);
    }

    private static Task<CoordinatorUnderTest> CreateAsync(DatabaseKind kind) => CoordinatorUnderTest.CreateAsync(kind, "--Verification:EnrolmentCanaries", "2");

    private static async Task<(Story Story, CallingWorker Worker, CallingWorker Referee)> BeginAsync(CoordinatorUnderTest grid, string provider)
    {
        var story = new Story(grid);
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        await ReportAsync(story, worker, provider);
        return (story, worker, referee);
    }

    private static async Task ReportAsync(Story story, CallingWorker worker, string provider)
    {
        await using var db = await story.DbAsync();
        await db.Workers.Where(row => row.Id == worker.WorkerId).ExecuteUpdateAsync(set => set.SetProperty(row => row.Provider, provider));
    }

    /// <returns>The last one.</returns>
    private static async Task<GrantedLease> RenderAsync(Story story, CallingWorker worker, CallingWorker referee, byte shade, int times = 1)
    {
        for (; ; times--)
        {
            await story.AskAsync();
            var lease = await story.RenderAsync(worker, shade);
            await story.VerifyAsync();
            await story.RenderAsync(referee, Referee);
            await story.JudgeAsync();
            if (times == 1)
                return lease;
        }
    }

    private static async Task<(Verdict Verdict, string Class)> VerdictAsync(Story story, GrantedLease lease)
    {
        await using var db = await story.DbAsync();
        return ((await db.Attempts.SingleAsync(attempt => attempt.Id == lease.Id)).Verdict, (await db.Audits.SingleAsync(audit => audit.AttemptId == lease.Id)).Class);
    }
}
