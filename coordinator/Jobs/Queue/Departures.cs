using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Jobs.Queue;

/// <summary>
/// Pictures that may have left what is shown to all, whatever took them away: wakes what keeps copies of them, and says which to look at. A hint in memory, of this coordinator alone; what is true stands in the database.
/// Safe to call from any thread.
/// </summary>
internal sealed class Departures
{
    private const int Most = 10_000;

    private readonly Lock _lock = new();
    private readonly Signal _signal = new();
    private HashSet<JobId> _pictures = [];

    public void Add(IEnumerable<JobId> pictures)
    {
        lock (_lock)
            if (_pictures.Count <= Most) // more are looked at as a whole, whoever they are
                _pictures.UnionWith(pictures);
        _signal.Set();
    }

    /// <summary>Those that came since the last call; null where they were too many to look at one by one.</summary>
    public IReadOnlyCollection<JobId>? Take()
    {
        lock (_lock)
        {
            var taken = _pictures;
            _pictures = [];
            return taken.Count <= Most ? taken : null;
        }
    }

    /// <summary>Waits until some came, at most this long.</summary>
    public Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken) => _signal.WaitAsync(atMost, time, cancellationToken);
}
