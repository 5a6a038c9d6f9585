namespace LaionGrid.TestKit;

/// <summary>A clock that stands still until a test turns it; due timers fire while it is turned.</summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public ManualTime()
    {
    }

    /// <param name="now">Where the clock stands at first.</param>
    /// <param name="zone">Where it hangs.</param>
    public ManualTime(DateTimeOffset now, TimeZoneInfo zone) => (_now, LocalTimeZone) = (now, zone);

    public override TimeZoneInfo LocalTimeZone { get; } = TimeZoneInfo.Local;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        List<ManualTimer> due;
        lock (_lock)
        {
            _now += by;
            due = _timers.Where(timer => timer.DueAt <= _now).ToList();
        }
        foreach (var timer in due)
            timer.Fire();
    }

    private sealed class ManualTimer(ManualTime owner, Action fire) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset DueAt { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner._lock)
            {
                _period = period;
                Set(dueTime);
            }
            if (dueTime == TimeSpan.Zero)
                Fire();
            return true;
        }

        /// <summary>Unless it is not due any more: one that fired before it, or another thread, may have ended it, put it off or fired it.</summary>
        public void Fire()
        {
            lock (owner._lock)
            {
                if (DueAt > owner._now || !owner._timers.Contains(this))
                    return;
                Set(_period > TimeSpan.Zero ? _period : Timeout.InfiniteTimeSpan);
            }
            fire();
        }

        private void Set(TimeSpan dueTime)
        {
            owner._timers.Remove(this);
            if (dueTime == Timeout.InfiniteTimeSpan)
                return;
            DueAt = owner._now + dueTime;
            owner._timers.Add(this);
        }

        public void Dispose()
        {
            lock (owner._lock)
                owner._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
