using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Leases;

/// <summary>How much of the grid workers may be that have not proven themselves yet.</summary>
public sealed class NewcomerTests
{
    private static readonly LeaseOptions Usual = new();

    [Theory, InlineData(2, 4, true), InlineData(3, 0, false), InlineData(0, 5, false)]
    public void MayWork_BeyondEitherBound_IsNo(int ofAccount, int ofBlock, bool may) => Assert.Equal(may, NewcomerPolicy.MayWork(ofAccount, ofBlock, Usual));

    /// <summary>In whatever order jobs and newcomers come, and however long none of them took any.</summary>
    [Fact]
    public void Due_OverAnyRunOfJobs_KeepsNewcomersToTheirShare() => Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<bool[]>(), wanted =>
    {
        var (due, taken) = (0.0, 0);
        for (var job = 0; job < wanted.Length; job++)
        {
            var isTaken = wanted[job] && due >= 1;
            due = NewcomerPolicy.Due(due, isTaken, Usual.NewcomerShare);
            taken += isTaken ? 1 : 0;
            Assert.True(taken <= ((job + 1) * Usual.NewcomerShare) + 1e-9);
            Assert.True(due >= 0);
        }
    }));

    /// <summary>They come and go in any order: no account and no network ever has more at work than it may, and nobody waits whose turn it is.</summary>
    [Fact]
    public void Newcomers_ComingAndGoing_AreWithinTheirBoundsAndNoneWaitsInVain() => Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), moves =>
    {
        var (newcomers, here) = (new Newcomers(Usual), new List<Waiter>());
        foreach (var move in moves)
        {
            if (move % 3 == 0 && here.Count > 0)
            {
                var gone = here[move % here.Count];
                here.Remove(gone);
                foreach (var next in newcomers.Leave(gone))
                    next.MustWait = false;
            }
            else
            {
                here.Add(Newcomer(new AccountId(new Guid(move % 4, 0, 0, new byte[8])), move % 5 < 3 ? "a" : move % 5 == 3 ? "b" : ""));
                newcomers.Enter(here[^1]);
            }
            var working = here.FindAll(one => !one.MustWait);
            Assert.All(working.GroupBy(one => one.Attendance.AccountId), account => Assert.True(account.Count() <= Usual.NewcomersPerAccount));
            Assert.All(working.Where(one => one.Attendance.NetworkBlock.Length > 0).GroupBy(one => one.Attendance.NetworkBlock), block => Assert.True(block.Count() <= Usual.NewcomersPerBlock));
            Assert.All(here.Where(one => one.MustWait), one => Assert.True(
                working.Count(other => other.Attendance.AccountId == one.Attendance.AccountId) == Usual.NewcomersPerAccount
                || (one.Attendance.NetworkBlock.Length > 0 && working.Count(other => other.Attendance.NetworkBlock == one.Attendance.NetworkBlock) == Usual.NewcomersPerBlock)));
        }
    }));

    [Theory, OnSqlite]
    public async Task Newcomer_BeyondThreeOfAnAccount_WaitsIsToldSoAndComesWhenOneIsProven(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (story, room) = (new Story(grid), grid.Get<WaitingRoom>());
        var waiters = new List<Waiter>();
        for (var index = 0; index < 4; index++)
        {
            waiters.Add(new(Story.AttendanceOf(await story.EnrollAsync($"worker-{index}")) with { IsProven = false, AccountId = AccountId.Anonymous }));
            room.Enter(waiters[^1], []);
        }
        await story.AskAsync(count: 4);

        await grid.Loop<DispatchLoop>().RunOnceAsync(default);
        Assert.Equal([true, true, true, false], waiters.Select(waiter => Story.OfferOf(waiter) is not null));
        Assert.Contains("turn", waiters[3].WaitsBecause);
        room.Prove(waiters[0].WorkerId);

        Assert.True(waiters[3].Notices.Reader.TryRead(out var notice) && notice is Notice.Pause);
        Assert.Empty(waiters[3].WaitsBecause);
        await grid.Loop<DispatchLoop>().RunOnceAsync(default);
        Assert.NotNull(Story.OfferOf(waiters[3]));
    }

    [Theory, OnSqlite]
    public async Task Newcomers_BesideProvenWorkers_GetAFifthAndAllWhenTheOthersAreBusy(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (story, room) = (new Story(grid), grid.Get<WaitingRoom>());
        var (proven, newcomer) = (await VolunteerAsync(story, "proven", 20), await VolunteerAsync(story, "newcomer", 40, isProven: false));
        room.Enter(newcomer, []); // idle for longer: it would come first among equals
        room.Enter(proven, []);

        await GiveOutAsync(jobs: 20);
        Assert.Equal((17, 3), (proven.Taken.Count, newcomer.Taken.Count)); // the 6th, 11th and 16th
        await GiveOutAsync(jobs: 20);
        Assert.Equal((20, 20), (proven.Taken.Count, newcomer.Taken.Count));

        async Task GiveOutAsync(int jobs)
        {
            var all = proven.Taken.Count + newcomer.Taken.Count + jobs;
            for (var asked = 0; asked < jobs; asked += 4)
                await story.AskAsync(count: 4);
            for (var turn = 0; turn < jobs && proven.Taken.Count + newcomer.Taken.Count < all; turn++)
                await grid.Loop<DispatchLoop>().RunOnceAsync(default);
            Assert.Equal(all, proven.Taken.Count + newcomer.Taken.Count);
        }
    }

    [Theory, OnSqlite]
    public async Task Worker_RefusedABundle_IsOfferedNoneOfItAndToldWhy(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (story, room) = (new Story(grid), grid.Get<WaitingRoom>());
        var (refused, other) = (await VolunteerAsync(story, "refused"), await VolunteerAsync(story, "other"));
        room.Enter(refused, []);

        room.Refuse(refused.WorkerId, PaperBundle.Id);
        await story.AskAsync();
        await grid.Loop<DispatchLoop>().RunOnceAsync(default);

        Assert.Contains(PaperBundle.Id, refused.WaitsBecause);
        Assert.Empty(refused.Taken);
        room.Enter(other, []);
        await grid.Loop<DispatchLoop>().RunOnceAsync(default);
        Assert.NotNull(Story.OfferOf(other));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Standing_OfAWorker_IsProvenOnceItsAuditsHavePassed(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, "--Verification:ProvingAudits", "1");
        var story = new Story(grid);
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        await story.AskAsync();
        await story.RenderAsync(worker, shade: 100);
        await story.VerifyAsync();
        Assert.False(await IsProvenAsync());

        await story.RenderAsync(referee, shade: 100);

        Assert.True(await IsProvenAsync());

        async Task<bool> IsProvenAsync()
        {
            await using var db = await story.DbAsync();
            return (await grid.Get<IStandings>().ReadAsync(db, worker.WorkerId, default)).IsProven;
        }
    }

    /// <summary>A worker that has proven itself while it attends is a newcomer no longer from its next picture on.</summary>
    [Theory, OnSqlite]
    public async Task Picture_OfAWorkerThatHasProvenItself_MakesRoomForTheNext(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, "--Verification:ProvingAudits", "1", "--Leases:NewcomersPerAccount", "1");
        var (story, room) = (new Story(grid), grid.Get<WaitingRoom>());
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        await story.AskAsync();
        await story.RenderAsync(worker, shade: 100);
        await story.VerifyAsync();
        await story.RenderAsync(referee, shade: 100);
        var first = new Waiter(Story.AttendanceOf(worker) with { IsProven = false });
        var second = new Waiter(Story.AttendanceOf(await story.EnrollAsync("second")) with { IsProven = false, AccountId = worker.AccountId });
        room.Enter(first, []);
        room.Enter(second, []);
        Assert.True(second.MustWait);
        await story.AskAsync();

        await grid.Loop<DispatchLoop>().RunOnceAsync(default);
        var lease = Assert.IsType<ClaimOutcome.Granted>(await grid.Get<ClaimWork>().RunAsync(Story.OfferOf(first)!.Id, worker, default)).Lease;
        await story.DeliverAsync(lease, worker, shade: 100);

        Assert.Equal((false, false), (first.IsNewcomer, second.MustWait));
    }

    private static Waiter Newcomer(AccountId account, string block) =>
        new(Story.AttendanceOf(new(Ids.New<WorkerId>(TimeProvider.System), WorkerRole.Volunteer, account)) with { IsProven = false, NetworkBlock = block });

    private static async Task<Waiter> VolunteerAsync(Story story, string name, int slots = 1, bool isProven = true) =>
        new(Story.AttendanceOf(await story.EnrollAsync(name)) with { IsProven = isProven, Slots = slots });
}
