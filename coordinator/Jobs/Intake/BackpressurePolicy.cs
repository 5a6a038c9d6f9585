namespace LaionGrid.Coordinator.Jobs.Intake;

/// <summary>When a person who was refused for a full queue may try again. Pure.</summary>
internal static class BackpressurePolicy
{
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Latest = TimeSpan.FromMinutes(10);

    /// <summary>Of the hint, so that those refused together do not come back together.</summary>
    private const double JitterShare = 0.5;

    /// <summary>The time the queue needs to fall under its bound, 5 s to 10 min.</summary>
    /// <param name="queued">Jobs in the queue, those of the refused request among them.</param>
    /// <param name="bound">The most jobs the queue takes.</param>
    /// <param name="picturesPerSecond">Observed rate of service; null or 0 when nothing is served.</param>
    /// <param name="jitter">0 to 1, drawn by the caller.</param>
    public static TimeSpan RetryAfter(long queued, long bound, double? picturesPerSecond, double jitter)
    {
        var over = Math.Max(1, queued - bound);
        var seconds = picturesPerSecond is > 0 ? over / picturesPerSecond.Value : double.PositiveInfinity;
        var hint = Math.Clamp(seconds, Soonest.TotalSeconds, Latest.TotalSeconds / (1 + JitterShare));
        return TimeSpan.FromSeconds(hint * (1 + (JitterShare * Math.Clamp(jitter, 0, 1))));
    }
}
