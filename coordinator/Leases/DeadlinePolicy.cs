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
    /// of honest times so does not make stragglers of the slower half.
    /// </summary>
    public static TimeSpan LateAfter(long costMflop, SpeedQuantiles speeds) => TimeSpan.FromSeconds(
        Math.Max(Floor.TotalSeconds, Math.Max(TimesMedian * costMflop / speeds.Median, TimesSlow * costMflop / speeds.Slow)));

    public static bool IsLate(TimeSpan elapsed, long costMflop, SpeedQuantiles speeds) => elapsed > LateAfter(costMflop, speeds);

    /// <summary>A second attempt is the last, and takes nobody's place: only where a worker would otherwise stand idle.</summary>
    /// <param name="idleWorkers">Idle workers able to do the job.</param>
    /// <param name="waitingForThem">Queued jobs that those could do instead.</param>
    public static bool MayTryTwice(bool isLate, bool hadSecondAttempt, int idleWorkers, int waitingForThem) =>
        isLate && !hadSecondAttempt && idleWorkers > 0 && waitingForThem == 0;
}
