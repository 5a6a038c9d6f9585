namespace LaionGrid.Coordinator.Fleet;

/// <summary>
/// How fast classes of devices render, as measured lately. Bounded memory: device names come from workers, so at most
/// 4,096 windows are kept, and those longest untouched make room. Safe to call from any thread.
/// </summary>
internal sealed class SpeedBook
{
    /// <summary>Stands for every device class, or every bundle.</summary>
    public const string Any = "";

    private const int MaxWindows = 4096;

    /// <summary>Fewer samples than these say little, and the wider window is asked.</summary>
    private const int Enough = 5;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string DeviceClass, string BundleId), SpeedWindow> _windows = [];
    private readonly SpeedWindow _all = new();
    private long _touches;

    /// <summary>How many windows are kept now.</summary>
    public int Windows
    {
        get
        {
            lock (_lock)
                return _windows.Count;
        }
    }

    /// <summary>Takes down one finished attempt; one without a cost or a duration tells nothing and is passed over.</summary>
    public void Add(string deviceClass, string bundleId, long costMflop, TimeSpan took)
    {
        if (costMflop <= 0 || took <= TimeSpan.Zero)
            return;
        var speed = costMflop / took.TotalSeconds;
        lock (_lock)
        {
            _touches++;
            Window(deviceClass, bundleId).Add(speed, _touches);
            Window(deviceClass, Any).Add(speed, _touches);
            Window(Any, bundleId).Add(speed, _touches);
            _all.Add(speed, _touches);
        }
    }

    /// <summary>The speeds of this class with this bundle; of the class, when too few are known; then of all. Null when nothing is.</summary>
    public SpeedQuantiles? Find(string deviceClass, string bundleId)
    {
        lock (_lock)
            return Known(deviceClass, bundleId) ?? Known(deviceClass, Any) ?? (_all.Count > 0 ? _all.Quantiles() : null);
    }

    /// <summary>The speeds of this class alone, with any bundle; null when too few are known.</summary>
    public SpeedQuantiles? FindClass(string deviceClass)
    {
        lock (_lock)
            return Known(deviceClass, Any);
    }

    private SpeedQuantiles? Known(string deviceClass, string bundleId) =>
        _windows.TryGetValue((deviceClass, bundleId), out var window) && window.Count >= Enough ? window.Quantiles() : null;

    private SpeedWindow Window(string deviceClass, string bundleId)
    {
        if (_windows.TryGetValue((deviceClass, bundleId), out var window))
            return window;
        if (_windows.Count >= MaxWindows)
            Forget();
        return _windows[(deviceClass, bundleId)] = new();
    }

    /// <summary>Half go at once, so that room is rarely made.</summary>
    private void Forget()
    {
        foreach (var (key, _) in _windows.OrderBy(pair => pair.Value.Touched).Take(MaxWindows / 2).ToList())
            _windows.Remove(key);
    }
}
