using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;
using JobState = LaionGrid.Contracts.V1.JobState;

namespace LaionGrid.Coordinator.Tests.Leases;

/// <summary>Equal coordinators over one database: what happens at one is known at the other at once, and no job is given twice.</summary>
public sealed class ReplicaTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory, OnPostgres]
    public async Task Job_AskedForAtOne_IsOfferedToTheWorkerThatAttendsAtTheOther(DatabaseKind kind)
    {
        await using var one = await CoordinatorUnderTest.StartAsync(kind);
        await using var other = await EqualOfAsync(one);
        var worker = await WorkerClient.EnrollAsync(other, "worker");
        using var stream = worker.Attend(Patience);
        var offer = stream.ResponseStream.MoveNext();
        await other.Get<Coordinator.Leases.WaitingRoom>().UntilAsync(room => room.Count == 1, Patience);

        await AskAsync(one, "ask");

        Assert.True(await offer.WaitAsync(Patience));
        Assert.NotEmpty(stream.ResponseStream.Current.OfferId);
    }

    [Theory, OnPostgres]
    public async Task Jobs_WhenBothDispatch_AreLeasedOnceEach(DatabaseKind kind)
    {
        const int Jobs = 24;
        string[] untimed = ["--Leases:Seconds", "3600", "--Leases:OfferSeconds", "60", "--Leases:SecondAttempts", "false"]; // or a slow machine's worker would be helped, or taken for lost
        await using var one = await CoordinatorUnderTest.StartAsync(kind, untimed);
        await using var other = await EqualOfAsync(one, untimed);
        var workers = new List<WorkerClient>();
        for (var index = 0; index < 8; index++)
            workers.Add(await WorkerClient.EnrollAsync(index % 2 == 0 ? one : other, $"worker-{index}"));
        var asked = Enumerable.Range(0, Jobs).Select(index => AskAsync(index % 3 == 0 ? one : other, $"ask-{index}"));
        using var done = new CancellationTokenSource();
        var working = workers.ConvertAll(worker => worker.WorkAsync(7, done.Token));

        await Task.WhenAll(asked);
        await one.UntilAsync(async db => await db.Jobs.CountAsync(job => job.State == Coordinator.Jobs.JobState.Rendered) == Jobs, Patience);
        await done.CancelAsync();
        await Task.WhenAll(working);

        await using var db = await one.Get<IDbContextFactory<GridDb>>().CreateDbContextAsync();
        Assert.Equal(Jobs, await db.Attempts.CountAsync(attempt => attempt.Purpose == AttemptPurpose.Render));
        Assert.All(await db.Jobs.ToListAsync(), job => Assert.Equal(1, job.Fence));
    }

    [Theory, OnPostgres]
    public async Task Cancel_AtOne_StopsTheWorkerThatAttendsAtTheOther(DatabaseKind kind)
    {
        await using var one = await CoordinatorUnderTest.StartAsync(kind);
        await using var other = await EqualOfAsync(one);
        var worker = await WorkerClient.EnrollAsync(other, "worker");
        using var stream = worker.Attend(Patience);
        var request = await AskAsync(one, "ask");
        Assert.True(await stream.ResponseStream.MoveNext());
        var lease = await worker.ClaimAsync(stream.ResponseStream.Current.OfferId);

        using var channel = one.Channel();
        var view = await new Requests.RequestsClient(channel).CancelAsync(new() { RequestId = request, RequestKey = "ask" });

        Assert.Equal(JobState.Cancelled, Assert.Single(view.Jobs).State);
        Assert.True(await stream.ResponseStream.MoveNext().WaitAsync(Patience));
        Assert.Equal(lease.LeaseId, stream.ResponseStream.Current.StopLeaseId);
    }

    [Theory, OnPostgres]
    public async Task Lease_GivenByOne_IsHeldAndFinishedThroughTheOther(DatabaseKind kind)
    {
        await using var one = await CoordinatorUnderTest.StartAsync(kind);
        await using var other = await EqualOfAsync(one);
        var worker = await WorkerClient.EnrollAsync(one, "worker");
        using var stream = worker.Attend(Patience);
        var request = await AskAsync(one, "ask");
        Assert.True(await stream.ResponseStream.MoveNext());
        var there = worker.Over(other);

        var lease = await there.ClaimAsync(stream.ResponseStream.Current.OfferId);
        await there.DeliverAsync(lease, 9);

        using var channel = one.Channel();
        var view = await new Requests.RequestsClient(channel).GetAsync(new() { RequestId = request });
        Assert.Equal(JobState.Rendered, Assert.Single(view.Jobs).State);
    }

    [Theory, OnPostgres]
    public async Task Step_AtOne_IsSeenThroughTheOther(DatabaseKind kind)
    {
        await using var one = await CoordinatorUnderTest.StartAsync(kind);
        await using var other = await EqualOfAsync(one);
        var worker = await WorkerClient.EnrollAsync(one, "worker");
        using var stream = worker.Attend(Patience);
        var request = await AskAsync(one, "ask");
        Assert.True(await stream.ResponseStream.MoveNext());
        var lease = await worker.ClaimAsync(stream.ResponseStream.Current.OfferId);
        using var channel = other.Channel();
        using var late = new CancellationTokenSource(Patience);
        using var watch = new Requests.RequestsClient(channel).Watch(new() { RequestId = request }, cancellationToken: late.Token);
        Assert.True(await watch.ResponseStream.MoveNext(late.Token));

        await worker.Work.HeartbeatAsync(new() { Lease = new() { LeaseId = lease.LeaseId, Fence = lease.Fence }, Step = 3 });

        while (watch.ResponseStream.Current.Jobs[0].Step != 3)
            Assert.True(await watch.ResponseStream.MoveNext(late.Token));
    }

    [Theory, OnPostgres]
    public async Task Network_SeenFromOne_CountsTheWorkersOfBoth(DatabaseKind kind)
    {
        await using var one = await CoordinatorUnderTest.StartAsync(kind);
        await using var other = await EqualOfAsync(one);
        using var here = (await WorkerClient.EnrollAsync(one, "here")).Attend(Patience);
        using var there = (await WorkerClient.EnrollAsync(other, "there")).Attend(Patience);

        await one.Get<FleetCounts>().UntilAsync(fleet => fleet.All is { Volunteers: 2, Slots: 2, IdleSlots: 2 }, Patience);
    }

    /// <summary>One more, when it hears the first and is heard by it: a hint that goes out before is lost.</summary>
    private static async Task<CoordinatorUnderTest> EqualOfAsync(CoordinatorUnderTest one, params string[] settings)
    {
        var other = await one.StartReplicaAsync(settings);
        await UntilHeardAsync(one, other);
        await UntilHeardAsync(other, one);
        return other;
    }

    private static Task UntilHeardAsync(CoordinatorUnderTest speaker, CoordinatorUnderTest hearer)
    {
        var heard = new TaskCompletionSource();
        hearer.Get<ReplicaBus>().Heard += _ => heard.TrySetResult();
        return speaker.Get<ReplicaBus>().UntilAsync(
            bus =>
            {
                bus.Send("hello");
                return heard.Task.IsCompleted;
            },
            Patience);
    }

    private static async Task<string> AskAsync(CoordinatorUnderTest grid, string key)
    {
        using var channel = grid.Channel();
        var answer = await new Requests.RequestsClient(channel).SubmitAsync(new() { RequestKey = key, Count = 1, Settings = new() { Prompt = "a boat" } });
        return answer.Request.RequestId;
    }
}
