using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Leases;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Jobs.Intake;

/// <summary>Trying again what could not be rendered.</summary>
public sealed class RetryFailedTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Retry_QueuesWhatFailedWithItsSeedAndLeavesThePictureThatCame(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, "--Jobs:MaxFailures", "1");
        var story = new Story(grid);
        var worker = await story.EnrollAsync("finch");
        var request = await story.AskAsync(count: 2);
        await story.RenderAsync(worker, shade: 3);
        await FailAsync(grid, await story.MustClaimAsync(worker), worker);
        var failed = await story.JobAsync(request, 1);
        Assert.Equal((JobState.Failed, "job.attempts_exhausted"), (failed.State, failed.FailureCode));

        await grid.Get<RetryFailed>().RunAsync(request, default);

        var (first, second) = (await story.JobAsync(request, 0), await story.JobAsync(request, 1));
        Assert.NotEqual(JobState.Queued, first.State);
        Assert.Equal((JobState.Queued, "", "", 0, failed.Seed), (second.State, second.FailureCode, second.Failure, second.Failures, second.Seed));
        await story.RenderAsync(worker, shade: 3);
        Assert.True((await story.JobAsync(request, 1)).State is JobState.Rendered or JobState.Done);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Retry_WhenRepeated_QueuesOnce(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, "--Jobs:MaxFailures", "1");
        var story = new Story(grid);
        var worker = await story.EnrollAsync("finch");
        var request = await story.AskAsync();
        await FailAsync(grid, await story.MustClaimAsync(worker), worker);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => grid.Get<RetryFailed>().RunAsync(request, default)));
        var once = await story.JobAsync(request);
        await grid.Get<RetryFailed>().RunAsync(request, default);
        var twice = await story.JobAsync(request);

        Assert.Equal((JobState.Queued, once.StartTag), (twice.State, twice.StartTag));
        Assert.Equal(1, grid.Get<QueueGauge>().Queued);
    }

    [Theory, OnSqlite]
    public async Task Retry_WhenNothingFailed_ChangesNothing(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var request = await story.AskAsync();
        await grid.Get<CancelRequest>().RunAsync(request, default);

        await grid.Get<RetryFailed>().RunAsync(request, default);

        Assert.Equal(JobState.Cancelled, (await story.JobAsync(request)).State);
    }

    private static Task<bool> FailAsync(CoordinatorUnderTest grid, GrantedLease lease, Coordinator.Fleet.CallingWorker worker) =>
        grid.Get<EndAttempt>().RunAsync(Story.ClaimOf(lease, worker), AttemptState.Failed, "worker.failed", default);
}
