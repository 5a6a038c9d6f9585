using System.Collections.Concurrent;
using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>
/// Says that there may be something new: to the dispatcher when work waits, to the watchers of a request when it moved.
/// A hint in memory; what is true stands in the database, so a lost hint after a restart loses nothing.
/// </summary>
internal sealed class QueueSignal
{
    private readonly ConcurrentDictionary<Watcher, byte> _watchers = new();

    /// <summary>Wakes the dispatcher.</summary>
    public Signal Work { get; } = new();

    /// <summary>The queue's length or order changed: there may be work, and every waiting request may have another place.</summary>
    public void Changed()
    {
        Work.Set();
        foreach (var watcher in _watchers.Keys)
            watcher.Signal.Set();
    }

    /// <summary>This request moved.</summary>
    public void Changed(RequestId request)
    {
        foreach (var watcher in _watchers.Keys.Where(one => one.Request == request))
            watcher.Signal.Set();
    }

    public Watcher Watch(RequestId request)
    {
        var watcher = new Watcher(request, this);
        _watchers[watcher] = 0;
        return watcher;
    }

    /// <summary>One reader of one request; dispose it to stop.</summary>
    internal sealed class Watcher(RequestId request, QueueSignal owner) : IDisposable
    {
        public RequestId Request => request;

        public Signal Signal { get; } = new();

        public void Dispose() => owner._watchers.TryRemove(this, out _);
    }
}
