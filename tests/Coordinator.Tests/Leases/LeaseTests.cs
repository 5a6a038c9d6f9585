using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Results;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Leases;

public sealed class LeaseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory, OnSqlite, OnPostgres]
    public async Task Claim_WhenTwoWorkersWantOneJob_OneGetsIt(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (one, other) = (await story.EnrollAsync("one"), await story.EnrollAsync("other"));
        await story.AskAsync();

        var leases = new[] { await story.ClaimAsync(one), await story.ClaimAsync(other) };

        Assert.Single(leases, lease => lease is not null);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Claim_WhenTheOfferLapsed_IsRefusedAndTheJobGoesToAnother(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (slow, quick) = (await story.EnrollAsync("slow"), await story.EnrollAsync("quick"));
        await story.AskAsync();
        await grid.Loop<ExpiryLoop>().RunOnceAsync(default);
        var waiter = await story.AttendAsync(slow);
        await grid.Loop<DispatchLoop>().RunOnceAsync(default);
        var offer = Story.OfferOf(waiter);
        Assert.NotNull(offer);

        grid.Time.Advance(TimeSpan.FromSeconds(6));
        await grid.Loop<ExpiryLoop>().RunOnceAsync(default);

        Assert.NotNull(await story.ClaimAsync(quick));
        var outcome = await grid.Get<ClaimWork>().RunAsync(offer.Id, slow, default);
        Assert.Equal("offer.gone", Assert.IsType<ClaimOutcome.Refused>(outcome).Refusal.Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lease_WhenItLapses_GoesToTheNextWorkerWithAGreaterFenceAndTheFirstIsStale(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (first, second) = (await story.EnrollAsync("first"), await story.EnrollAsync("second"));
        var request = await story.AskAsync();
        var lost = await story.MustClaimAsync(first);
        await grid.Loop<ExpiryLoop>().RunOnceAsync(default);

        grid.Time.Advance(TimeSpan.FromSeconds(21));
        await grid.Loop<ExpiryLoop>().RunOnceAsync(default);
        var taken = await story.MustClaimAsync(second);

        Assert.True(taken.Fence > lost.Fence);
        var png = PaintedPng.Of(16, 16, 1);
        Assert.Equal("lease.stale", Assert.IsType<UploadOutcome.Refused>(await story.UploadAsync(lost, first, png)).Refusal.Code);
        Assert.Equal("lease.stale", Assert.IsType<CompleteOutcome.Refused>(await story.CompleteAsync(lost, first, 1)).Refusal.Code);
        Assert.Equal(JobState.Leased, (await story.JobAsync(request)).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Attend_NamingALeaseThatEndedWhileNoStreamWasOpen_IsToldToStop(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("finch");
        var request = await story.AskAsync();
        var lease = await story.MustClaimAsync(worker);
        await grid.Get<CancelRequest>().RunAsync(request, default);

        await using var stream = grid.Get<AttendWork>().RunAsync(Story.AttendanceOf(worker) with { Held = new HashSet<AttemptId> { lease.Id } }, new CancellationTokenSource(Patience).Token).GetAsyncEnumerator();

        Assert.True(await stream.MoveNextAsync());
        Assert.Equal(new Notice.Stop(lease.Id), stream.Current.Notice);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lease_WhenHeartbeatsCome_IsKept(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("steady");
        var request = await story.AskAsync();
        var lease = await story.MustClaimAsync(worker);
        await grid.Loop<ExpiryLoop>().RunOnceAsync(default);

        for (var beat = 1; beat <= 10; beat++)
        {
            grid.Time.Advance(TimeSpan.FromSeconds(4));
            var outcome = await grid.Get<ExtendLease>().RunAsync(Story.ClaimOf(lease, worker), beat, default, WorkerRole.Volunteer, default);
            Assert.IsType<ExtendOutcome.Extended>(outcome);
            await grid.Loop<ExpiryLoop>().RunOnceAsync(default);
        }

        Assert.Equal(JobState.Leased, (await story.JobAsync(request)).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Heartbeat_WhenTheRequestWasCancelled_TellsTheWorkerToStop(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        var request = await story.AskAsync();
        var lease = await story.MustClaimAsync(worker);

        await grid.Get<CancelRequest>().RunAsync(request, default);

        var outcome = await grid.Get<ExtendLease>().RunAsync(Story.ClaimOf(lease, worker), 1, default, WorkerRole.Volunteer, default);
        Assert.IsType<ExtendOutcome.Stop>(outcome);
        Assert.Equal(JobState.Cancelled, (await story.JobAsync(request)).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Job_WhenEveryAttemptFails_FailsWithItsReasonAndIsOfferedNoMore(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, "--Jobs:MaxFailures", "3");
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        var request = await story.AskAsync();

        for (var attempt = 0; attempt < 3; attempt++)
            Assert.True(await grid.Get<EndAttempt>().RunAsync(Story.ClaimOf(await story.MustClaimAsync(worker), worker), AttemptState.Failed, "render.error", default));

        var job = await story.JobAsync(request);
        Assert.Equal((JobState.Failed, "job.attempts_exhausted"), (job.State, job.FailureCode));
        Assert.Contains("render.error", job.Failure, StringComparison.Ordinal);
        Assert.Null(await story.ClaimAsync(worker));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Job_WhenItIsGivenBack_CountsNoFailureAndKeepsItsPlace(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, "--Jobs:MaxFailures", "1");
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        var first = await story.AskAsync();
        grid.Time.Advance(TimeSpan.FromSeconds(1));
        await story.AskAsync();
        var lease = await story.MustClaimAsync(worker);

        await grid.Get<EndAttempt>().RunAsync(Story.ClaimOf(lease, worker), AttemptState.GivenBack, "worker.gave_back", default);

        Assert.Equal((await story.JobAsync(first)).Id, (await story.MustClaimAsync(worker)).JobId);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Attend_WhenTheWorkerHoldsNoLeaseAnyMore_FreesTheJobAtOnce(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        var request = await story.AskAsync();
        await story.MustClaimAsync(worker);
        using var stop = new CancellationTokenSource(Patience);

        await using var offers = grid.Get<AttendWork>().RunAsync(Story.AttendanceOf(worker), stop.Token).GetAsyncEnumerator(stop.Token);
        var next = offers.MoveNextAsync();
        await grid.Get<WaitingRoom>().UntilAsync(room => room.Count == 1, Patience); // the job is free before its worker is let in
        await grid.Loop<DispatchLoop>().RunOnceAsync(default);

        Assert.True(await next);
        Assert.Equal((await story.JobAsync(request)).Id, Assert.IsType<Notice.Offer>(offers.Current.Notice).Lease.JobId);
        await stop.CancelAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Offer_FromBeforeARestart_ThatNobodyClaims_CountsNoFailure(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, "--Jobs:MaxFailures", "1");
        var story = new Story(grid);
        var request = await story.AskAsync();
        await story.AttendAsync(await story.EnrollAsync("worker"));
        await grid.Loop<DispatchLoop>().RunOnceAsync(default);

        await grid.RebuildAsync();
        await grid.Loop<ExpiryLoop>().RunOnceAsync(default);
        grid.Time.Advance(TimeSpan.FromSeconds(21));
        await grid.Loop<ExpiryLoop>().RunOnceAsync(default);

        var job = await new Story(grid).JobAsync(request);
        Assert.Equal((JobState.Queued, 0), (job.State, job.Failures));
    }

    [Theory, OnSqlite]
    public async Task ExpiryLoop_WhenTheCoordinatorWasAway_GivesLiveLeasesAFullTermAnew(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        var request = await story.AskAsync();
        await story.MustClaimAsync(worker);

        grid.Time.Advance(TimeSpan.FromMinutes(5));
        await grid.Loop<ExpiryLoop>().RunOnceAsync(default);

        Assert.Equal(JobState.Leased, (await story.JobAsync(request)).State);
    }
}
