namespace LaionGrid.Benchmarks.Simulation;

/// <summary>Completions in a second over the last three minutes, in slices of ten seconds.</summary>
internal sealed class RecentRate
{
    private const double SliceS = 10;
    private const int Slices = 18;

    private readonly long[] _counts = new long[Slices];
    private long _slice;

    public void Add(double nowS)
    {
        Advance(nowS);
        _counts[_slice % Slices]++;
    }

    /// <summary>Null when nothing was completed.</summary>
    public double? PerSecond(double nowS)
    {
        Advance(nowS);
        var sum = 0L;
        foreach (var count in _counts)
            sum += count;
        return sum == 0 ? null : sum / (SliceS * Slices);
    }

    private void Advance(double nowS)
    {
        var slice = (long)(nowS / SliceS);
        for (var next = Math.Max(_slice + 1, slice - Slices + 1); next <= slice; next++)
            _counts[next % Slices] = 0;
        _slice = slice;
    }
}
