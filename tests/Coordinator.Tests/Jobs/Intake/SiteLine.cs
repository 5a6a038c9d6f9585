using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Jobs.Intake;

/// <summary>A site's line, and what was told on it.</summary>
internal sealed class SiteLine : IAsyncDisposable
{
    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<WatchManyRequest, Sighting> _call;
    private readonly List<Sighting> _unread = [];

    public SiteLine(CoordinatorUnderTest grid)
    {
        _channel = grid.Channel();
        _call = new Requests.RequestsClient(_channel).WatchMany(deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(2));
    }

    public Task BeginAsync(long watch, string request, string authorization = "") =>
        _call.RequestStream.WriteAsync(new() { WatchId = watch, RequestId = request, Authorization = authorization });

    /// <summary>The next that is told of this watch.</summary>
    public async Task<Sighting> NextAsync(long watch)
    {
        while (true)
        {
            if (_unread.Find(one => one.WatchId == watch) is { } sighting)
            {
                _unread.Remove(sighting);
                return sighting;
            }
            Assert.True(await _call.ResponseStream.MoveNext(default), "The line ended.");
            _unread.Add(_call.ResponseStream.Current);
        }
    }

    /// <summary>The last view that is told of this watch.</summary>
    public async Task<Sighting> LastAsync(long watch)
    {
        Sighting? last = null;
        while (await NextAsync(watch) is { View: not null } next)
            last = next;
        return last ?? throw new InvalidOperationException("Nothing was told.");
    }

    /// <summary>Asks for nothing more, and waits until the call ends because nothing is watched any more.</summary>
    public async Task<bool> IsOverAsync()
    {
        await _call.RequestStream.CompleteAsync();
        await foreach (var _ in _call.ResponseStream.ReadAllAsync())
        {
            // Told before it ended.
        }
        return true;
    }

    public ValueTask DisposeAsync()
    {
        _call.Dispose();
        _channel.Dispose();
        return ValueTask.CompletedTask;
    }
}
