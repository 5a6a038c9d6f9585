using Grpc.Core;
using LaionGrid.Worker.Uplink;
namespace LaionGrid.Worker.Tests.Uplink;

public sealed class ChunksTests
{
    private readonly byte[] _bytes = new byte[150_000];

    [Fact]
    public async Task Send_OfMoreThanAChunk_SendsItInPiecesAndSaysWhichIsTheFirst()
    {
        var stream = new Stream();

        await stream.SendAsync(_bytes, (data, isFirst) => (data.Length, isFirst), default);

        Assert.Equal([(65_536, true), (65_536, false), (18_928, false)], stream.Sent);
        Assert.True(stream.IsComplete);
    }

    public static TheoryData<Exception> Breaks { get; } = [new IOException("Broken pipe"), new HttpRequestException("gone"), new RpcException(new(StatusCode.Unavailable, "")), new InvalidOperationException("The call is over."), new OperationCanceledException()];

    /// <summary>An exception that goes through would end the loop that sends.</summary>
    [Theory, MemberData(nameof(Breaks))]
    public async Task Send_WhenTheConnectionBreaks_LeavesItToTheResponseToSaySo(Exception broken)
    {
        var stream = new Stream { Broken = broken };

        await stream.SendAsync(_bytes, (data, isFirst) => (data.Length, isFirst), default);

        Assert.False(stream.IsComplete);
    }

    [Fact]
    public async Task Send_WhenTheCallerStops_Stops() => await Assert.ThrowsAsync<OperationCanceledException>(
        () => new Stream { Broken = new OperationCanceledException() }.SendAsync(_bytes, (data, isFirst) => (data.Length, isFirst), new(canceled: true)));

    private sealed class Stream : IClientStreamWriter<(int Length, bool IsFirst)>
    {
        public List<(int, bool)> Sent { get; } = [];

        public Exception? Broken { get; init; }

        public bool IsComplete { get; private set; }

        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync((int Length, bool IsFirst) message)
        {
            if (Broken is not null)
                throw Broken;
            Sent.Add(message);
            return Task.CompletedTask;
        }

        public Task WriteAsync((int Length, bool IsFirst) message, CancellationToken cancellationToken) => WriteAsync(message);

        public Task CompleteAsync()
        {
            IsComplete = true;
            return Task.CompletedTask;
        }
    }
}
