namespace LaionGrid.Coordinator.Jobs.Arrivals;

/// <summary>How an estimate turned out.</summary>
internal enum EtaOutcome
{
    /// <summary>The picture came before the range.</summary>
    Early,

    /// <summary>The range held.</summary>
    Inside,

    /// <summary>It came after the range.</summary>
    Late,
}

/// <summary>How the last 1,000 estimates turned out. Safe to call from any thread.</summary>
internal sealed class EtaCalibration
{
    private const int Kept = 1000;

    private readonly Lock _lock = new();
    private readonly EtaOutcome[] _ring = new EtaOutcome[Kept];
    private readonly int[] _counts = new int[3];
    private long _added;

    /// <summary>Judges one estimate by when the picture came, or how long it took.</summary>
    public static EtaOutcome Judge<T>(T low, T high, T came)
        where T : IComparable<T> =>
        came.CompareTo(low) < 0 ? EtaOutcome.Early : came.CompareTo(high) > 0 ? EtaOutcome.Late : EtaOutcome.Inside;

    public void Add(EtaOutcome outcome)
    {
        lock (_lock)
        {
            ref var place = ref _ring[_added % Kept];
            if (_added >= Kept)
                _counts[(int)place]--;
            place = outcome;
            _counts[(int)outcome]++;
            _added++;
        }
    }

    /// <summary>The share of the kept outcomes that turned out so, 0 to 1; null before the first.</summary>
    public double? Share(EtaOutcome outcome)
    {
        lock (_lock)
            return _added == 0 ? null : (double)_counts[(int)outcome] / Math.Min(_added, Kept);
    }
}
