using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Results;
using LaionGrid.Coordinator.Verification.Appealing;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Verification;

/// <summary>Verdicts that owners do not believe.</summary>
public sealed class AppealTests
{
    private const byte Honest = 100;
    private const byte Cheat = 10;

    [Theory, OnSqlite, OnPostgres]
    public async Task Appeal_WhenAnotherRefereeFindsNoFault_GivesBackAllThatTheVerdictTook(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (worker, wrong) = (await story.EnrollAsync("worker"), await story.EnrollAsync("wrong", WorkerRole.Referee));
        await JudgedAsync(story, worker, Honest, wrong, Honest);
        var lease = await JudgedAsync(story, worker, Honest, wrong, Cheat);
        Assert.Equal(new OwnerBalances(0, 0, 0, 0, 0), await BalancesAsync(story, worker));
        var other = await story.EnrollAsync("other", WorkerRole.Referee);

        Assert.Equal((TimeSpan.FromHours(24), true), await WaitingAsync(grid, lease, worker));
        Assert.Null(await story.ClaimAsync(wrong));
        await story.RenderAsync(other, Honest);

        Assert.IsType<AppealOutcome.Upheld>(await AppealAsync(grid, lease, worker));
        await using var db = await story.DbAsync();
        var attempts = await db.Attempts.AsNoTracking().Where(attempt => attempt.WorkerId == worker.WorkerId).ToListAsync();
        Assert.All(attempts, attempt => Assert.Equal((Verdict.Accepted, "", true), (attempt.Verdict, attempt.VerdictCode, attempt.IsSettled)));
        var earned = await db.Audits.SumAsync(audit => audit.CreditMflop);
        Assert.Equal(new OwnerBalances(0, earned, 0, 0, 0), await BalancesAsync(story, worker));
        Assert.Equal(earned, attempts.Sum(attempt => attempt.CreditMflop));
        Assert.Equal(2, await db.Postings.Where(posting => posting.AccountId == worker.AccountId).SumAsync(posting => posting.Count));
        Assert.Equal(0, await db.Postings.SumAsync(posting => posting.AmountMflop));
        var trust = await db.Trusts.AsNoTracking().SingleAsync(row => row.WorkerId == worker.WorkerId);
        Assert.Equal((0, null, 2.0), (trust.Faults, trust.FaultAt, Math.Round(trust.Passed, 2)));
        Assert.Null((await db.Workers.SingleAsync(row => row.Id == worker.WorkerId)).SuspendedUntil);
        var job = await db.Jobs.AsNoTracking().SingleAsync(one => one.Id == lease.JobId);
        Assert.Equal((JobState.Queued, null), (job.State, job.AttemptId));
        await AssertSoundAsync(grid, story);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Appeal_WhenAnotherRefereeFindsTheFaultToo_IsDeniedForGood(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (worker, one) = (await story.EnrollAsync("worker"), await story.EnrollAsync("one", WorkerRole.Referee));
        var lease = await JudgedAsync(story, worker, Cheat, one, Honest);
        var other = await story.EnrollAsync("other", WorkerRole.Referee);

        await AppealAsync(grid, lease, worker);
        await story.RenderAsync(other, Honest);

        Assert.IsType<AppealOutcome.Denied>(await AppealAsync(grid, lease, worker));
        await using var db = await story.DbAsync();
        var attempt = await db.Attempts.AsNoTracking().SingleAsync(one => one.Id == lease.Id);
        Assert.Equal((Verdict.Rejected, null), (attempt.Verdict, attempt.Audit));
        Assert.NotNull((await db.Workers.SingleAsync(row => row.Id == worker.WorkerId)).SuspendedUntil);
        Assert.Empty(await db.Postings.ToListAsync());
        Assert.Null(await story.ClaimAsync(await story.EnrollAsync("third", WorkerRole.Referee)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Appeal_WhenNoOtherRefereeIsThere_WaitsADayWithItsTrajectoryAndIsDenied(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (worker, one) = (await story.EnrollAsync("worker"), await story.EnrollAsync("one", WorkerRole.Referee));
        var lease = await JudgedAsync(story, worker, Honest, one, Cheat);
        grid.Time.Advance(TimeSpan.FromHours(23));
        await story.JudgeAsync();
        Assert.Equal((TimeSpan.FromHours(24), false), await WaitingAsync(grid, lease, worker));

        grid.Time.Advance(TimeSpan.FromHours(23));
        await story.JudgeAsync();
        Assert.Equal((TimeSpan.FromHours(1), false), await WaitingAsync(grid, lease, worker));
        Assert.NotEqual("", await RevealAsync(story, lease));
        grid.Time.Advance(TimeSpan.FromHours(2));
        await story.JudgeAsync();

        Assert.IsType<AppealOutcome.Denied>(await AppealAsync(grid, lease, worker));
        Assert.Equal("", await RevealAsync(story, lease));
    }

    /// <summary>What a second fault of the owner's took of its other workers comes back too.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Appeal_AboutAnOwnersSecondFault_GivesItsOtherWorkersBackWhatTheyLost(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (good, referee) = (await story.EnrollAsync("good"), await story.EnrollAsync("referee", WorkerRole.Referee));
        var (bad, worse) = (await EnrollForAsync(grid, "bad", good), await EnrollForAsync(grid, "worse", good));
        await JudgedAsync(story, good, Honest, referee, Honest);
        await JudgedAsync(story, bad, Cheat, referee, Honest);
        var before = await BalancesAsync(story, good);
        var lease = await JudgedAsync(story, worse, Honest, referee, Cheat);
        Assert.Equal(0, (await BalancesAsync(story, good)).Escrow);

        await AppealAsync(grid, lease, worse);
        await story.RenderAsync(await story.EnrollAsync("other", WorkerRole.Referee), Honest);

        await using var db = await story.DbAsync();
        var own = (await db.Audits.SingleAsync(audit => audit.AttemptId == lease.Id)).CreditMflop;
        Assert.Equal(before with { Escrow = before.Escrow + own }, await BalancesAsync(story, good));
        Assert.Equal(before.Escrow, await db.Attempts.Where(attempt => attempt.WorkerId == good.WorkerId).SumAsync(attempt => attempt.CreditMflop));
        Assert.Equal(1, Math.Round((await db.Trusts.SingleAsync(trust => trust.WorkerId == good.WorkerId)).Passed, 2));
        Assert.Equal(1, await db.GrossFaults.CountAsync());
        await AssertSoundAsync(grid, story);
    }

    [Theory, OnSqlite]
    public async Task Appeal_ThatHasNoGround_IsRefusedWithTheReason(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (worker, stranger, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("stranger"), await story.EnrollAsync("referee", WorkerRole.Referee));
        var right = await JudgedAsync(story, worker, Honest, referee, Honest);
        var lease = await JudgedAsync(story, worker, Cheat, referee, Honest);

        Assert.Equal("appeal.unknown", await CodeAsync(lease, stranger));
        Assert.Equal("appeal.unknown", Assert.IsType<AppealOutcome.Refused>(await grid.Get<TakeAppeal>().RunAsync(null, Caller.Anonymous, default)).Refusal.Code);
        Assert.Equal("appeal.not_rejected", await CodeAsync(right, worker));
        grid.Time.Advance(TimeSpan.FromHours(24));
        Assert.Equal("appeal.late", await CodeAsync(lease, worker));
        Assert.Equal("appeal.withheld", AppealPolicy.Check(AuditOf(AuditOutcome.Withheld), grid.Time.GetUtcNow(), new())?.Code);
        Assert.Equal("appeal.exact", AppealPolicy.Check(AuditOf(AuditOutcome.ReplayDiffers), grid.Time.GetUtcNow(), new())?.Code);

        async Task<string> CodeAsync(GrantedLease about, CallingWorker by) => Assert.IsType<AppealOutcome.Refused>(await AppealAsync(grid, about, by)).Refusal.Code;
    }

    private static Task<AppealOutcome> AppealAsync(CoordinatorUnderTest grid, GrantedLease lease, CallingWorker by) =>
        grid.Get<TakeAppeal>().RunAsync(lease.Id, new(by.AccountId, KeyRole.Worker, by.WorkerId.Value, "key"), default);

    private static async Task<(TimeSpan Left, bool HasReferee)> WaitingAsync(CoordinatorUnderTest grid, GrantedLease lease, CallingWorker by)
    {
        var waiting = Assert.IsType<AppealOutcome.Waiting>(await AppealAsync(grid, lease, by));
        return (waiting.Left, waiting.HasReferee);
    }

    private static async Task<GrantedLease> JudgedAsync(Story story, CallingWorker worker, byte shade, CallingWorker referee, byte referees)
    {
        await using var db = await story.DbAsync();
        await db.Jobs.Where(job => job.State == JobState.Queued).ExecuteUpdateAsync(set => set.SetProperty(job => job.State, JobState.Cancelled)); // or it would be given that one
        await story.AskAsync();
        var lease = await story.RenderAsync(worker, shade);
        await story.VerifyAsync();
        await story.RenderAsync(referee, referees);
        return lease;
    }

    private static async Task<OwnerBalances> BalancesAsync(Story story, CallingWorker worker)
    {
        await using var db = await story.DbAsync();
        return await db.ReadBalancesAsync(worker.AccountId, default);
    }

    /// <summary>Nothing is paid twice or lost, by the database alone.</summary>
    private static async Task AssertSoundAsync(CoordinatorUnderTest grid, Story story)
    {
        await using var db = await story.DbAsync();
        await db.Database.OpenConnectionAsync();
        Assert.Empty(await new GridAudit { Database = db.Database.GetDbConnection(), HasBlob = GridAudit.BlobsIn(grid.Folder["data"]), MayWait = true }.RunAsync(default));
    }

    private static async Task<string> RevealAsync(Story story, GrantedLease lease)
    {
        await using var db = await story.DbAsync();
        return (await db.Audits.SingleAsync(audit => audit.AttemptId == lease.Id)).RevealSha256;
    }

    private static async Task<CallingWorker> EnrollForAsync(CoordinatorUnderTest grid, string name, CallingWorker owner)
    {
        var caller = new Caller(owner.AccountId, KeyRole.Person, null, name);
        var enrolled = Assert.IsType<EnrollOutcome.Enrolled>(await grid.Get<EnrollWorker>().RunAsync(new($"{name}-{new string('x', 32)}", name, "", WorkerRole.Volunteer), caller, default));
        return new(enrolled.WorkerId, WorkerRole.Volunteer, owner.AccountId);
    }

    private static Audit AuditOf(AuditOutcome outcome) => new()
    {
        AttemptId = default, WorkerId = default, AccountId = default, BundleId = "paper", Runtime = "", Class = "", Reason = AuditReason.Lottery, Rate = 1, Checks = 1, Decodes = false, CreditMflop = 1, DrawnAt = default, Outcome = outcome,
    };
}
