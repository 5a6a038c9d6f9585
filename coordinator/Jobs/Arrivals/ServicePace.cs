using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs.Queue;

namespace LaionGrid.Coordinator.Jobs.Arrivals;

/// <summary>How fast the queue is served, here and by the other coordinators. Safe to call from any thread.</summary>
internal sealed class ServicePace(QueueGauge gauge, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, RecentRate> _lanes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _untold = new(StringComparer.Ordinal);
    private readonly RecentRate _all = new();
    private readonly VirtualPace _virtual = new();
    private readonly long _start = time.GetTimestamp();

    /// <summary>A picture of this lane was rendered here.</summary>
    public void Rendered(string lane)
    {
        lock (_lock)
        {
            _untold[lane] = _untold.GetValueOrDefault(lane) + 1;
            Add(lane, 1);
        }
    }

    /// <summary>Pictures of this lane were rendered at another coordinator.</summary>
    public void RenderedElsewhere(string lane, int pictures)
    {
        lock (_lock)
            Add(lane, pictures);
    }

    /// <summary>What was rendered here since this was asked last, for the others to hear.</summary>
    public IReadOnlyList<(string Lane, int Pictures)> TakeUntold()
    {
        lock (_lock)
        {
            var untold = _untold.Select(pair => (pair.Key, pair.Value)).ToList();
            _untold.Clear();
            return untold;
        }
    }

    /// <summary>Of one lane over the last minutes, in pictures/s; null when none was rendered.</summary>
    public double? PicturesPerSecond(string lane)
    {
        lock (_lock)
            return _lanes.GetValueOrDefault(lane)?.PerSecond(Now);
    }

    /// <summary>Of all lanes.</summary>
    public double? PicturesPerSecond()
    {
        lock (_lock)
            return _all.PerSecond(Now);
    }

    /// <summary>Notes how far the queue has come.</summary>
    public void Look()
    {
        lock (_lock)
            _virtual.Look(Now, gauge.VirtualTime);
    }

    /// <inheritdoc cref="VirtualPace.Until"/>
    public TimeSpan? Until(long startTag)
    {
        lock (_lock)
            return _virtual.Until(startTag);
    }

    private double Now => time.GetElapsedTime(_start).TotalSeconds;

    private void Add(string lane, int pictures)
    {
        if (!_lanes.TryGetValue(lane, out var rate))
            _lanes[lane] = rate = new();
        rate.Add(Now, pictures);
        _all.Add(Now, pictures);
    }
}
