using System.Collections.Concurrent;
using System.Diagnostics;

namespace LaionGrid.Benchmarks.Load;

/// <summary>How long one kind of call took, every one kept. Safe to add to from any thread; percentiles are asked for afterwards.</summary>
internal sealed class Latencies
{
    private readonly ConcurrentQueue<long> _ticks = [];

    /// <summary>From an instant of <see cref="Stopwatch.GetTimestamp"/> until now.</summary>
    public void AddSince(long started) => Add(Stopwatch.GetTimestamp() - started);

    /// <param name="ticks">Of <see cref="Stopwatch"/>.</param>
    public void Add(long ticks) => _ticks.Enqueue(ticks);

    /// <summary>In milliseconds: the least value that at least this share of all does not exceed (nearest rank); null when there is none.</summary>
    /// <param name="share">Above 0, up to 1.</param>
    public double? PercentileMs(double share)
    {
        if (_ticks.IsEmpty)
            return null;
        var sorted = _ticks.Order().ToList();
        return Stopwatch.GetElapsedTime(0, sorted[(int)Math.Ceiling(share * sorted.Count) - 1]).TotalMilliseconds;
    }
}
