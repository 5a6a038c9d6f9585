using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Moderation.Reports;

/// <summary>
/// How much one reporter, and all together, may still report in this hour, in this coordinator's memory. Bounded: when it is full, it is a new hour for those
/// who said least. Safe to call from any thread.
/// </summary>
internal sealed class ReportAllowance(IOptions<ModerationOptions> options, TimeProvider time)
{
    private const int MaxReporters = 20_000;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _said = new(StringComparer.Ordinal);
    private DateTimeOffset _since;
    private int _all;

    /// <returns>Zero when it may, and then it is counted; otherwise how long to wait.</returns>
    public TimeSpan Take(string reporter)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now - _since >= Hour)
                Begin(now);
            var said = _said.GetValueOrDefault(reporter);
            if (said >= options.Value.ReportsPerHour || _all >= options.Value.AllReportsPerHour)
                return _since + Hour - now;
            if (_said.Count >= MaxReporters)
                ForgetTheQuiet();
            (_said[reporter], _all) = (said + 1, _all + 1);
            return TimeSpan.Zero;
        }
    }

    private void Begin(DateTimeOffset now)
    {
        _said.Clear();
        (_since, _all) = (now, 0);
    }

    private void ForgetTheQuiet()
    {
        foreach (var (reporter, _) in _said.OrderBy(entry => entry.Value).Take(MaxReporters / 2).ToList())
            _said.Remove(reporter);
    }
}
