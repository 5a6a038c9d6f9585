using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Operations;

/// <summary>How the grid does, over the wire, asked by nobody in particular.</summary>
public sealed class GridTests
{
    [Fact]
    public async Task State_OfANewGrid_IsEmptyAndTrue()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        using var channel = grid.Channel();

        var state = await new Grid.GridClient(channel).GetStateAsync(new(), deadline: DateTime.UtcNow.AddSeconds(30));

        Assert.Equal((0, 0L, 0L, 0L), (state.WorkersOnline, state.Pictures, state.LastPostingAtUs, state.OldestQueuedAtUs));
        Assert.Empty(state.Queues);
        Assert.Equal(0, state.Arrivals.Pictures);
        Assert.True(state.NowUs > 0);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1501)]
    public async Task History_OfTooManySpans_IsRefused(int spans)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        using var channel = grid.Channel();

        var error = await Assert.ThrowsAsync<RpcException>(async () => await new Grid.GridClient(channel).GetHistoryAsync(new() { Spans = spans }, deadline: DateTime.UtcNow.AddSeconds(30)));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
    }
}
