namespace LaionGrid.Coordinator.Fleet;

/// <summary>The last 64 speeds of one kind. Not safe for several threads; <see cref="SpeedBook"/> guards it.</summary>
internal sealed class SpeedWindow
{
    private const int Kept = 64;

    private readonly double[] _speeds = new double[Kept];
    private long _added;
    private SpeedQuantiles? _quantiles;

    public int Count => (int)Math.Min(_added, Kept);

    /// <summary>When it was last added to, by the book's own count.</summary>
    public long Touched { get; private set; }

    public void Add(double mflopPerSecond, long touched)
    {
        _speeds[_added++ % Kept] = mflopPerSecond;
        _quantiles = null;
        Touched = touched;
    }

    /// <summary>By nearest rank.</summary>
    public SpeedQuantiles Quantiles() => _quantiles ??= Sort();

    private SpeedQuantiles Sort()
    {
        Span<double> sorted = stackalloc double[Count];
        _speeds.AsSpan(0, Count).CopyTo(sorted);
        sorted.Sort();
        return new(sorted[Rank(0.1)], sorted[Rank(0.5)], sorted[Rank(0.9)]);
    }

    private int Rank(double share) => Math.Max(0, (int)Math.Ceiling(share * Count) - 1);
}
