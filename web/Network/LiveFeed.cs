using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Grpc.Core;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Network;

/// <summary>
/// Tells everybody who watches a live page the same things: the grid is asked once for all of them, and not at all while nobody watches. Each watcher has room
/// for one event: who reads slowly misses some, never the newest.
/// </summary>
internal sealed partial class LiveFeed(Snapshots snapshots, TimeProvider time, ILogger<LiveFeed> logger) : Loop(Interval, time, logger)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Watchers at once. A page beyond it stands still, and says the same at each visit.</summary>
    public const int MostWatchers = 20_000;

    private readonly ConcurrentDictionary<Channel<byte[]>, byte> _watchers = [];
    private readonly Channel<bool> _arrivals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile byte[]? _newest;

    public int Watchers => _watchers.Count;

    /// <returns>Null when there are too many already.</returns>
    public Channel<byte[]>? Join()
    {
        if (_watchers.Count >= MostWatchers)
            return null;
        var watcher = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        if (_newest is { } newest)
            watcher.Writer.TryWrite(newest);
        _watchers[watcher] = default;
        _arrivals.Writer.TryWrite(true);
        return watcher;
    }

    public void Leave(Channel<byte[]> watcher) => _watchers.TryRemove(watcher, out _);

    protected override async Task TurnAsync(CancellationToken cancellationToken)
    {
        if (_watchers.IsEmpty)
        {
            _newest = null;
            await _arrivals.Reader.ReadAsync(cancellationToken);
        }
        try
        {
            var frame = Frame(LiveEvent.Of(await snapshots.GetAsync(cancellationToken)));
            if (_newest is { } before && before.AsSpan().SequenceEqual(frame))
                return;
            _newest = frame;
            foreach (var watcher in _watchers.Keys)
                watcher.Writer.TryWrite(frame);
        }
        catch (Exception error) when (error is CoordinatorAwayException or RpcException)
        {
            LogAway(error.InnerException?.Message ?? error.Message); // the pages keep what they show; the next turn asks again
        }
    }

    private static byte[] Frame(LiveEvent news) => Encoding.UTF8.GetBytes($"event: grid\ndata: {JsonSerializer.Serialize(news, Answers.Json)}\n\n");

    [LoggerMessage(Level = LogLevel.Information, Message = "Live pages stand still, because the coordinator does not tell how the grid does: {Reason}")]
    private partial void LogAway(string reason);
}
