namespace LaionGrid.Coordinator.Leaderboards.Contributors;

/// <summary>What a contributor is shown for, in the order in which it is shown.</summary>
internal enum Badge
{
    TopHundredth,
    TopTwentieth,
    TopQuarter,
    FirstPicture,
    HundredPictures,
    ThousandPictures,
    StepByStep,
    NightShift,
    OneYear,
}

/// <summary>What badges are given for.</summary>
/// <param name="Pictures">Accepted, of all time.</param>
/// <param name="MonthRank">On the board of the last 30 days; 0 when nothing final is there.</param>
/// <param name="MonthTotal">How many that board lists.</param>
/// <param name="HasStepByStep">Whether one was audited and found right.</param>
/// <param name="Hours">Beginnings of those hours of the last 30 days in which pictures were accepted.</param>
/// <param name="FirstAt">When the first picture came; null for none.</param>
/// <param name="LastAt">When the last one came.</param>
internal sealed record Deeds(long Pictures, int MonthRank, int MonthTotal, bool HasStepByStep, IReadOnlyCollection<DateTimeOffset> Hours, DateTimeOffset? FirstAt, DateTimeOffset? LastAt);

/// <summary>Which badges a contributor has. Nothing is awarded and kept: each is read from what the grid keeps anyway, so none can be wrong for long.</summary>
internal static class BadgePolicy
{
    /// <summary>Hours in a row that make a night shift; nobody knows where it is night for whom.</summary>
    public const int ShiftHours = 8;

    private static readonly TimeSpan Year = TimeSpan.FromDays(365);
    private static readonly TimeSpan Lately = TimeSpan.FromDays(30);

    public static IReadOnlyList<Badge> Of(Deeds deeds, DateTimeOffset now) =>
    [
        .. Percentile(deeds.MonthRank, deeds.MonthTotal),
        .. When(Badge.FirstPicture, deeds.Pictures >= 1),
        .. When(Badge.HundredPictures, deeds.Pictures >= 100),
        .. When(Badge.ThousandPictures, deeds.Pictures >= 1000),
        .. When(Badge.StepByStep, deeds.HasStepByStep),
        .. When(Badge.NightShift, LongestRun(deeds.Hours) >= ShiftHours),
        .. When(Badge.OneYear, deeds.FirstAt <= now - Year && deeds.LastAt >= now - Lately),
    ];

    /// <summary>The best one alone. A board of fewer than four has no first quarter.</summary>
    private static IEnumerable<Badge> Percentile(long rank, long total) => rank switch
    {
        0 => [],
        _ when rank * 100 <= total => [Badge.TopHundredth],
        _ when rank * 20 <= total => [Badge.TopTwentieth],
        _ when rank * 4 <= total => [Badge.TopQuarter],
        _ => [],
    };

    private static int LongestRun(IReadOnlyCollection<DateTimeOffset> hours)
    {
        var (longest, run, before) = (0, 0, DateTimeOffset.MinValue);
        foreach (var hour in hours.Order())
        {
            run = hour - before == TimeSpan.FromHours(1) ? run + 1 : 1;
            (longest, before) = (Math.Max(longest, run), hour);
        }
        return longest;
    }

    private static IEnumerable<Badge> When(Badge badge, bool isSo) => isSo ? [badge] : [];
}
