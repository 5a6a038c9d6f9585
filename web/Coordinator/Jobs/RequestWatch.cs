using System.Threading.Channels;

namespace LaionGrid.Web.Coordinator.Jobs;

/// <summary>One visitor's watch of one request. A reader who is slow misses views between, never the last one.</summary>
internal sealed class RequestWatch(Func<ValueTask> leave) : IAsyncDisposable
{
    private const int Unread = 4;

    private readonly Channel<RequestView?> _news = Channel.CreateBounded<RequestView?>(new BoundedChannelOptions(Unread) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private bool _isHeard = true;

    /// <summary>
    /// The request as it stands now and again at each change, until it is final; null when nothing was heard for a while. Nothing at all when there is no such
    /// request. Read it once.
    /// </summary>
    /// <exception cref="CoordinatorAwayException">The coordinator stopped, or cannot be reached.</exception>
    public IAsyncEnumerable<RequestView?> ReadAsync() => _news.Reader.ReadAllAsync(CancellationToken.None);

    public void Hear(RequestView view)
    {
        _isHeard = true;
        _news.Writer.TryWrite(view);
    }

    /// <summary>A while is over. A reader who has not even read the news needs no word that there are none.</summary>
    public void Tick()
    {
        if (!_isHeard && _news.Reader.Count == 0)
            _news.Writer.TryWrite(null);
        _isHeard = false;
    }

    /// <summary>What was heard before is still read.</summary>
    /// <param name="why">What the reader gets to hear in the end; null for nothing.</param>
    public void End(Exception? why = null) => _news.Writer.TryComplete(why);

    public ValueTask DisposeAsync() => leave();
}
