using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Verification;

public sealed class PauseBrokenTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Worker_WithThreeBrokenPicturesInADay_IsGivenNoneForADayAndKeepsItsTrust(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, "--Jobs:MaxFailures", "20");
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        await story.AskAsync();
        await FailAsync(grid, story, worker, "picture.bad");
        await FailAsync(grid, story, worker, "picture.bad");
        await FailAsync(grid, story, worker, "render.error");
        await story.JudgeAsync();
        Assert.False(await IsPausedAsync(grid, worker));

        await FailAsync(grid, story, worker, "picture.bad");
        await story.JudgeAsync();

        Assert.True(await IsPausedAsync(grid, worker));
        grid.Time.Advance(TimeSpan.FromHours(24.1));
        await story.JudgeAsync();
        Assert.False(await IsPausedAsync(grid, worker));
    }

    private static async Task FailAsync(CoordinatorUnderTest grid, Story story, CallingWorker worker, string code)
    {
        var lease = await story.MustClaimAsync(worker);
        Assert.True(await grid.Get<EndAttempt>().RunAsync(Story.ClaimOf(lease, worker), AttemptState.Failed, code, default));
    }

    /// <summary>As the worker is told when it attends.</summary>
    private static async Task<bool> IsPausedAsync(CoordinatorUnderTest grid, CallingWorker worker)
    {
        await using var db = await new Story(grid).DbAsync();
        var until = await db.Workers.Where(row => row.Id == worker.WorkerId).Select(row => row.SuspendedUntil).SingleAsync();
        return until > grid.Time.GetUtcNow();
    }
}
