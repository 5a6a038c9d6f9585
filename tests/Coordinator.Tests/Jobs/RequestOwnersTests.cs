using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Jobs;

/// <summary>A request on the wire is changed by whom it belongs to.</summary>
public sealed class RequestOwnersTests
{
    [Theory, OnSqlite]
    public async Task Cancel_OfARequestMadeWithoutAKey_TakesTheKeyItWasMadeWith(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(kind);
        using var open = grid.Channel();
        var request = (await SubmitAsync(open, "made-up")).RequestId;
        var requests = new Requests.RequestsClient(open);

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await requests.CancelAsync(new() { RequestId = request }));
        var guessed = await Assert.ThrowsAsync<RpcException>(async () => await new Asking.AskingClient(open).RetryAsync(new() { RequestId = request, RequestKey = "guess" }));
        var cancelled = await requests.CancelAsync(new() { RequestId = request, RequestKey = "made-up" });

        Assert.Equal([StatusCode.PermissionDenied, StatusCode.PermissionDenied], [refused.StatusCode, guessed.StatusCode]);
        Assert.All(cancelled.Jobs, job => Assert.Equal(JobState.Cancelled, job.State));
        Assert.DoesNotContain("made-up", cancelled.ToString(), StringComparison.Ordinal);
    }

    private static async Task<RequestView> SubmitAsync(ChannelBase channel, string key) =>
        (await new Requests.RequestsClient(channel).SubmitAsync(new() { RequestKey = key, Settings = new() { Prompt = "a boat" }, Count = 2 })).Request;
}
