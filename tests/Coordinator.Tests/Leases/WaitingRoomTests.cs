using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Leases;

public sealed class WaitingRoomTests
{
    /// <summary>However many small machines stand idle before the one that can do the job.</summary>
    [Theory, OnSqlite]
    public async Task Job_ThatOnlyTheLastOfManyIdleWorkersCanDo_IsOfferedToIt(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        for (var index = 0; index < 300; index++)
            Enter(grid, new CallingWorker(Ids.New<WorkerId>(TimeProvider.System), WorkerRole.Volunteer, AccountId.Anonymous), memoryMiB: 1);
        var large = Enter(grid, await story.EnrollAsync("large"), memoryMiB: 100_000);

        await story.AskAsync();
        await grid.Loop<DispatchLoop>().RunOnceAsync(default);

        Assert.NotNull(Story.OfferOf(large));
    }

    [Theory, OnSqlite]
    public async Task Job_ThatNobodyIdleCanDo_CostsNoQueryUntilSomebodyCan(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        Enter(grid, await story.EnrollAsync("small"), memoryMiB: 1);
        await story.AskAsync();
        var large = await story.EnrollAsync("large");

        var before = grid.Get<Statements>().Sent;
        await grid.Loop<DispatchLoop>().RunOnceAsync(default);
        Assert.Equal(before, grid.Get<Statements>().Sent);

        var waiter = Enter(grid, large, memoryMiB: 100_000);
        await grid.Loop<DispatchLoop>().RunOnceAsync(default);
        Assert.NotNull(Story.OfferOf(waiter));
    }

    private static Waiter Enter(CoordinatorUnderTest grid, CallingWorker worker, long memoryMiB)
    {
        Assert.True(grid.Get<BundleCatalogue>().All[0].MemoryMiB > 1);
        var waiter = new Waiter(Story.AttendanceOf(worker) with { MemoryMiB = memoryMiB });
        grid.Get<WaitingRoom>().Enter(waiter, []);
        return waiter;
    }
}
