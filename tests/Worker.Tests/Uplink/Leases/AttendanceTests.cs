using Grpc.Core;
using LaionGrid.Worker.Tests.Loop;
using LaionGrid.Worker.Uplink.Auditing;
using LaionGrid.Worker.Uplink.Leases;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Worker.Tests.Uplink.Leases;

public sealed class AttendanceTests
{
    private readonly List<Reveal> _revealed = [];
    private string[] _onDisk = ["paper"];

    [Fact]
    public async Task Next_AfterALease_TakesTheNextOfferOfTheSameStream()
    {
        await using var grid = await new ScriptedGrid().StartAsync();
        await using var attendance = Attend(grid);
        var first = await LeaseAsync(grid, attendance, "first");

        var second = await LeaseAsync(grid, attendance, "second");

        Assert.Equal(("first", "second", 51), (first.Lease.Id, second.Lease.Id, second.Lease.CreditMflop));
        Assert.Equal(["paper"], (await grid.Stream.AttendedAsync()).BundlesOnDisk);
        Assert.False(grid.Stream.HasAttendedAnew);
    }

    [Fact]
    public async Task Notice_OfATrajectoryThatIsWanted_IsPassedOn()
    {
        await using var grid = await new ScriptedGrid().StartAsync();
        await using var attendance = Attend(grid);

        grid.Stream.Reveal("finished", fence: 3);
        await LeaseAsync(grid, attendance, "next"); // what was told before is heard by then

        Assert.Equal(new("finished", 3), Assert.Single(_revealed));
    }

    [Fact]
    public async Task Next_WhenAnOfferIsGone_WaitsForAnother()
    {
        var gone = new TaskCompletionSource();
        await using var grid = await new ScriptedGrid
        {
            OnClaim = (call, request) =>
            {
                gone.TrySetResult();
                return call == 0 ? throw ScriptedGrid.Refuse(StatusCode.FailedPrecondition, "offer.gone") : ScriptedGrid.LeaseOf(request.OfferId);
            },
        }.StartAsync();
        await using var attendance = Attend(grid);

        var next = NextAsync(attendance);
        grid.Stream.Offer("first");
        await gone.Task.WaitAsync(WorkerUnderTest.Soon);
        grid.Stream.Offer("second");

        Assert.Equal("second", (await next).Lease.Id);
    }

    [Fact]
    public async Task Next_WhenAClaimGoesAstray_AsksAgainForTheSame()
    {
        var claimed = new List<string>();
        await using var grid = await new ScriptedGrid
        {
            OnClaim = (call, request) =>
            {
                claimed.Add(request.OfferId);
                return call == 0 ? throw new RpcException(new Status(StatusCode.Unavailable, "away")) : ScriptedGrid.LeaseOf(request.OfferId);
            },
        }.StartAsync();
        await using var attendance = Attend(grid);

        Assert.Equal("only", (await LeaseAsync(grid, attendance, "only")).Lease.Id);

        Assert.Equal(["only", "only"], claimed);
    }

    [Fact]
    public async Task Next_WhenTheTaskIsOfAnUnknownKind_StillKnowsTheLease()
    {
        var task = new Wire.RenderTask { Settings = new() { Sampler = (Wire.Sampler)99 } };
        await using var grid = await new ScriptedGrid { OnClaim = (_, _) => new() { LeaseId = "mine", Render = task } }.StartAsync();
        await using var attendance = Attend(grid);

        var leased = await LeaseAsync(grid, attendance, "mine");

        Assert.Equal(("mine", null), (leased.Lease.Id, leased.Lease.Order));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Next_WhenTheKeyIsUnknown_SaysSo(bool onlyAtTheClaim)
    {
        var unknown = ScriptedGrid.Refuse(StatusCode.Unauthenticated, "key.unknown");
        await using var grid = await new ScriptedGrid { OnClaim = (_, _) => throw unknown }.StartAsync();
        grid.Stream.Refusal = onlyAtTheClaim ? null : unknown;
        await using var attendance = Attend(grid);
        grid.Stream.Offer("only");

        var refused = Assert.IsType<WaitOutcome.Refused>(await attendance.NextAsync(default).WaitAsync(WorkerUnderTest.Soon));

        Assert.Equal("key.unknown", refused.Refusal.Code);
    }

    [Fact]
    public async Task Stop_CancelsTheLeaseItNamesAndNoOther()
    {
        await using var grid = await new ScriptedGrid().StartAsync();
        await using var attendance = Attend(grid);
        var first = await LeaseAsync(grid, attendance, "first");
        grid.Stream.Stop("other");
        var second = await LeaseAsync(grid, attendance, "second");
        var stopped = new TaskCompletionSource();
        await using var heard = second.Stopped.Register(stopped.SetResult);

        grid.Stream.Stop("second");

        await stopped.Task.WaitAsync(WorkerUnderTest.Soon);
        Assert.False(first.Stopped.IsCancellationRequested);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Stream_WhenItIsOver_IsOpenedAnewWithTheLeaseHeld(bool isCutOff)
    {
        await using var grid = await new ScriptedGrid().StartAsync();
        await using var attendance = Attend(grid);
        await LeaseAsync(grid, attendance, "first");
        Assert.Empty((await grid.Stream.AttendedAsync()).HeldLeases);

        if (isCutOff)
            grid.Stream.Break();
        else
            grid.Stream.End();

        Assert.Equal(["first"], (await grid.Stream.AttendedAsync()).HeldLeases);
        Assert.Equal("second", (await LeaseAsync(grid, attendance, "second")).Lease.Id);
    }

    [Fact]
    public async Task Stream_OpenedAnewBetweenLeases_NamesTheOfferThatWaits()
    {
        await using var grid = await new ScriptedGrid().StartAsync();
        await using var attendance = Attend(grid);
        await grid.Stream.AttendedAsync();
        grid.Stream.Offer("waiting");

        grid.Stream.End();

        Assert.Equal(["waiting"], (await grid.Stream.AttendedAsync()).HeldLeases);
        Assert.Equal("waiting", (await NextAsync(attendance)).Lease.Id);
    }

    [Fact]
    public async Task Stream_AfterALeaseThatIsOver_NamesItNoMore()
    {
        await using var grid = await new ScriptedGrid().StartAsync();
        await using var attendance = Attend(grid);
        await LeaseAsync(grid, attendance, "first");
        await grid.Stream.AttendedAsync();
        var next = NextAsync(attendance);

        grid.Stream.End();

        Assert.Empty((await grid.Stream.AttendedAsync()).HeldLeases);
        grid.Stream.Offer("second");
        Assert.Equal("second", (await next).Lease.Id);
    }

    [Fact]
    public async Task Renew_TellsWhatIsOnDiskNow()
    {
        await using var grid = await new ScriptedGrid().StartAsync();
        await using var attendance = Attend(grid);
        await LeaseAsync(grid, attendance, "first");
        await grid.Stream.AttendedAsync();

        _onDisk = ["paper", "canvas"];
        attendance.Renew();

        var anew = await grid.Stream.AttendedAsync();
        Assert.Equal(["paper", "canvas"], anew.BundlesOnDisk);
        Assert.Equal(["first"], anew.HeldLeases);
    }

    [Fact]
    public async Task Leave_EndsTheStream()
    {
        await using var grid = await new ScriptedGrid().StartAsync();
        await using var attendance = Attend(grid);
        await grid.Stream.AttendedAsync();

        await attendance.LeaveAsync();

        await grid.Stream.LeftAsync();
        Assert.False(grid.Stream.HasAttendedAnew);
    }

    [Fact]
    public async Task Pause_IsToldTheOwnerWhenItChanges()
    {
        await using var grid = await new ScriptedGrid().StartAsync();
        await using var attendance = Attend(grid);
        grid.Stream.Tell(new() { Paused = true });
        grid.Stream.Tell(new() { Paused = true, StopLeaseId = "old" });
        grid.Stream.End();
        grid.Stream.Tell(new() { Paused = true });
        grid.Stream.Tell(new() { Paused = false });

        await LeaseAsync(grid, attendance, "first");

        Assert.Collection(grid.Log.All.Where(line => line.StartsWith("Paused", StringComparison.Ordinal) || line.StartsWith("Resumed", StringComparison.Ordinal)),
            line => Assert.StartsWith("Paused", line, StringComparison.Ordinal),
            line => Assert.StartsWith("Resumed", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Waiting_IsToldTheOwnerWithItsReasonWhenThatChanges()
    {
        await using var grid = await new ScriptedGrid().StartAsync();
        await using var attendance = Attend(grid);
        grid.Stream.Tell(new() { WaitsBecause = "others come first" });
        grid.Stream.Tell(new() { WaitsBecause = "others come first", StopLeaseId = "old" });
        grid.Stream.Tell(new() { WaitsBecause = "no class fits" });
        grid.Stream.Tell(new());

        await LeaseAsync(grid, attendance, "first");

        Assert.Equal(
            ["Waiting: others come first", "Waiting: no class fits", "Waiting is over: work is sent here."],
            grid.Log.All.Where(line => line.StartsWith("Waiting", StringComparison.Ordinal)));
    }

    private AttendanceGrpc Attend(ScriptedGrid grid) => grid.Work.Attend(_ => Task.FromResult(new Standing(_onDisk, [], "")), _revealed.Add, default);

    private static Task<WaitOutcome.Leased> LeaseAsync(ScriptedGrid grid, AttendanceGrpc attendance, string id)
    {
        grid.Stream.Offer(id);
        return NextAsync(attendance);
    }

    private static async Task<WaitOutcome.Leased> NextAsync(AttendanceGrpc attendance) =>
        Assert.IsType<WaitOutcome.Leased>(await attendance.NextAsync(default).WaitAsync(WorkerUnderTest.Soon));
}
