namespace LaionGrid.Coordinator.Jobs.Arrivals;

/// <summary>Completions in a second over the last three minutes, in slices of ten seconds. Times are seconds by any clock that does not go back. Not safe for several threads.</summary>
internal sealed class RecentRate
{
    private const double SliceS = 10;
    private const int Slices = 18;

    private readonly long[] _counts = new long[Slices];
    private long _slice;

    public void Add(double nowS, int completions = 1)
    {
        Advance(nowS);
        _counts[_slice % Slices] += completions;
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
        _slice = Math.Max(_slice, slice);
    }
}
