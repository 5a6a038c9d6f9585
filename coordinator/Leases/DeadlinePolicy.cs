using LaionGrid.Coordinator.Fleet;

namespace LaionGrid.Coordinator.Leases;

/// <summary>When an attempt is late, and when a second one may run beside it. Pure.</summary>
internal static class DeadlinePolicy
{
    private const double TimesMedian = 3;
    private const double TimesSlow = 1.5;
    private static readonly TimeSpan Floor = TimeSpan.FromSeconds(2);

    /// <summary>The median time from claim to picture.</summary>
    public static TimeSpan Expected(long costMflop, SpeedQuantiles speeds) => TimeSpan.FromSeconds(costMflop / speeds.Median);

    /// <summary>
    /// Past this an attempt is a straggler: 3 times the median, 1.5 times what nine tenths stay under, or 2 s, whichever is longest. A wide spread
    /// of honest times so does not make stragglers of the slower half. Nobody waits longer than 20 times what others need, though the
    /// machine be an honest slow one: it would not have been chosen had its speed been known.
    /// </summary>
    /// <param name="speeds">Of the worker's device class.</param>
    /// <param name="others">Of every device with this bundle.</param>
    public static TimeSpan LateAfter(long costMflop, SpeedQuantiles speeds, SpeedQuantiles others)
    {
        var slowForItsClass = Math.Max(TimesMedian * costMflop / speeds.Median, TimesSlow * costMflop / speeds.Slow);
        var slowForAnyone = MatchPolicy.SlowTimes * costMflop / others.Median;
        return TimeSpan.FromSeconds(Math.Max(Floor.TotalSeconds, Math.Min(slowForItsClass, slowForAnyone)));
    }

    public static bool IsLate(TimeSpan elapsed, long costMflop, SpeedQuantiles speeds, SpeedQuantiles others) => elapsed > LateAfter(costMflop, speeds, others);

    /// <summary>
    /// A second attempt runs beside a late one, never a third, and takes nobody's place: only where a worker would otherwise stand idle. When the
    /// second ends without a picture and the first is still late, another may follow: a job whose helper fails is not left to its straggler.
    /// </summary>
    /// <param name="liveAttempts">The late one among them.</param>
    /// <param name="idleWorkers">Idle workers able to do the job.</param>
    /// <param name="waitingForThem">Queued jobs that those could do instead.</param>
    public static bool MayTryTwice(bool isLate, int liveAttempts, int idleWorkers, int waitingForThem) =>
        isLate && liveAttempts == 1 && idleWorkers > 0 && waitingForThem == 0;
}
