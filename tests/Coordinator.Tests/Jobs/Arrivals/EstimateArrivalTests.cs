using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Arrivals;
using LaionGrid.Coordinator.Models;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Jobs.Arrivals;

public sealed class EstimateArrivalTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Picture_WhenNothingWasEverRendered_IsPromisedForNoTime(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);

        var request = await story.AskAsync();

        Assert.Null((await story.JobAsync(request)).PromisedFrom);
        Assert.Null((await grid.Get<ViewRequest>().RunAsync(request, Viewer.Nobody, default))!.Jobs[0].Arrival);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Picture_PromisedWithAnIdleWorker_ComesWithinTheRangeAndIsCounted(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("finch");
        await LearnAsync(grid, story, worker);
        var waiter = await story.AttendAsync(worker);

        var request = await story.AskAsync();
        var promised = await story.JobAsync(request);
        var seen = (await grid.Get<ViewRequest>().RunAsync(request, Viewer.Nobody, default))!.Jobs[0].Arrival;
        grid.Get<Coordinator.Leases.WaitingRoom>().Leave(waiter);
        var lease = await story.MustClaimAsync(worker);
        grid.Time.Advance(TimeSpan.FromSeconds(2));
        await story.DeliverAsync(lease, worker, shade: 3);

        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4)), (promised.PromisedFrom - promised.QueuedAt, promised.PromisedTo - promised.QueuedAt));
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4)), seen);
        Assert.Equal(1, grid.Get<EtaCalibration>().Share(EtaOutcome.Inside));
    }

    [Theory, OnSqlite]
    public async Task Picture_BehindOthers_IsExpectedTheLaterTheMoreAreAhead(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("finch");
        await LearnAsync(grid, story, worker);
        await story.AttendAsync(worker);

        var arrivals = new List<(TimeSpan Low, TimeSpan High)>();
        for (var ask = 0; ask < 4; ask++)
            arrivals.Add((await grid.Get<ViewRequest>().RunAsync(await story.AskAsync(), Viewer.Nobody, default))!.Jobs[0].Arrival!.Value);

        Assert.Equal(arrivals.Select(arrival => arrival.High).Order(), arrivals.Select(arrival => arrival.High));
        Assert.True(arrivals[3].High > 2 * arrivals[0].High);
    }

    /// <summary>Renders of the default cost that took 1 s to 4 s; all but the slowest and the quickest tenth are within.</summary>
    private static async Task LearnAsync(CoordinatorUnderTest grid, Story story, CallingWorker worker)
    {
        var cost = (await story.JobAsync(await story.AskAsync())).CostMflop;
        var bundle = grid.Get<BundleCatalogue>().All[0].Id;
        for (var sample = 0; sample < 10; sample++)
            grid.Get<SpeedBook>().Add("class", bundle, cost, TimeSpan.FromSeconds(sample < 5 ? 1 : 4));
        var lease = await story.MustClaimAsync(worker);
        await story.DeliverAsync(lease, worker, shade: 1);
    }
}
