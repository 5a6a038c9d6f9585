namespace LaionGrid.Coordinator.Jobs.Intake;

/// <summary>
/// How many pictures a day one may ask for. A day's pictures are a bucket that holds them all and fills evenly, so whoever was away for a
/// day has a day's worth, and whoever spent it has some again soon. One instant tells its state: when it is full again. Pure.
/// </summary>
internal static class AllowancePolicy
{
    public static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>When the bucket is full again after so many are taken; null when it does not hold them, and nothing is taken.</summary>
    /// <param name="fullAt">When it is full, or was at the latest.</param>
    public static DateTimeOffset? Take(DateTimeOffset fullAt, int pictures, int perDay, DateTimeOffset now)
    {
        var after = Later(fullAt, now) + Worth(pictures, perDay);
        return after - now <= Day ? after : null;
    }

    /// <summary>How long until it holds so many; for ever when that is more than a day's.</summary>
    public static TimeSpan UntilHolds(DateTimeOffset fullAt, int pictures, int perDay, DateTimeOffset now)
    {
        var wait = Later(fullAt, now) + Worth(pictures, perDay) - now - Day;
        return pictures > perDay ? TimeSpan.MaxValue : wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private static TimeSpan Worth(int pictures, int perDay) => Day * pictures / perDay;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
