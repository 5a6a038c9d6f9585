namespace LaionGrid.Benchmarks.Simulation;

/// <summary>Counts durations in buckets 1 % wide, from 1 ms to 10^6 s: percentiles of millions at no cost in memory.</summary>
internal sealed class Histogram
{
    private const double Least = 1e-3;
    private const double Growth = 1.01;
    private const double Most = 1e6;

    private readonly long[] _counts = new long[(int)(Math.Log(Most / Least) / Math.Log(Growth)) + 2];

    public long Count { get; private set; }

    public double Max { get; private set; }

    public void Add(double seconds)
    {
        var bucket = seconds <= Least ? 0 : 1 + (int)(Math.Log(seconds / Least) / Math.Log(Growth));
        _counts[Math.Min(bucket, _counts.Length - 1)]++;
        Count++;
        Max = Math.Max(Max, seconds);
    }

    /// <summary>In seconds, to 1 %; 0 for what was less than a millisecond, or when nothing was counted.</summary>
    public double Percentile(double share)
    {
        var rank = (long)Math.Ceiling(share * Count);
        var bucket = 0;
        for (var seen = _counts[0]; seen < rank; seen += _counts[bucket])
            bucket++;
        return bucket == 0 ? 0 : Math.Min(Max, Least * Math.Pow(Growth, bucket));
    }
}
