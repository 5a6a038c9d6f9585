using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Jobs.Intake;

public sealed class SubmitRequestTests
{
    private static readonly Ask Two = new() { RequestKey = "same", Prompt = "a boat", Count = 2, Seed = uint.MaxValue };

    [Theory, OnSqlite, OnPostgres]
    public async Task Submit_WhenRepeated_ReturnsTheFirstRequestAndQueuesNothingMore(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var submit = grid.Get<SubmitRequest>();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => submit.RunAsync(Two, "", Caller.Anonymous, default)));

        Assert.Single(outcomes.Select(outcome => Assert.IsType<SubmitOutcome.Accepted>(outcome).Request.Id).Distinct());
        await using var db = await new Story(grid).DbAsync();
        Assert.Equal(2, await db.Jobs.CountAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Submit_WhenTheSeedIsTheLast_WrapsForTheNextPicture(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);

        var outcome = await grid.Get<SubmitRequest>().RunAsync(Two, "", Caller.Anonymous, default);

        var request = await grid.Get<ViewRequest>().RunAsync(Assert.IsType<SubmitOutcome.Accepted>(outcome).Request.Id, Viewer.Nobody, default);
        Assert.NotNull(request);
        Assert.Equal([uint.MaxValue, 0L], request.Jobs.Select(job => job.Seed));
        Assert.Equal([0, 1], request.Jobs.Select(job => job.QueuePosition));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Submit_WhenTheQueueIsFull_IsToldToComeLater(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, "--Jobs:MaxQueued", "1");

        var outcome = await grid.Get<SubmitRequest>().RunAsync(Two, "", Caller.Anonymous, default);

        var refusal = Assert.IsType<SubmitOutcome.Refused>(outcome).Refusal;
        Assert.Equal("queue.full", refusal.Code);
        Assert.True(refusal.RetryAfter > TimeSpan.Zero);
    }

    [Theory, OnSqlite]
    public async Task Submit_WhenTheBundleIsUnknown_NamesThoseThereAre(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);

        var refusal = Assert.IsType<SubmitOutcome.Refused>(await grid.Get<SubmitRequest>().RunAsync(Two, "nothing", Caller.Anonymous, default)).Refusal;

        Assert.Equal("bundle.unknown", refusal.Code);
        Assert.Contains(PaperBundle.Id, refusal.Message, StringComparison.Ordinal);
    }
}
