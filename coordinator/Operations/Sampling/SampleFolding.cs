namespace LaionGrid.Coordinator.Operations.Sampling;

/// <summary>Makes hours of minutes, and says how long each is kept. Pure.</summary>
internal static class SampleFolding
{
    public static readonly TimeSpan MinutesKept = TimeSpan.FromDays(2);
    public static readonly TimeSpan HoursKept = TimeSpan.FromDays(400);

    /// <summary>The hours that these minutes lie in, oldest first. What is there now and then is averaged; what grows for ever is as the hour's last minute has it.</summary>
    public static IReadOnlyList<NetworkSample> Fold(IEnumerable<NetworkSample> minutes) =>
    [
        .. from minute in minutes
           group minute by HourOf(minute.Start) into hour
           orderby hour.Key
           select Fold(hour.Key, [.. hour.OrderBy(minute => minute.Start)]),
    ];

    public static DateTimeOffset HourOf(DateTimeOffset at) => at.AddTicks(-(at.UtcTicks % TimeSpan.TicksPerHour));

    public static DateTimeOffset MinuteOf(DateTimeOffset at) => at.AddTicks(-(at.UtcTicks % TimeSpan.TicksPerMinute));

    private static NetworkSample Fold(DateTimeOffset hour, IReadOnlyList<NetworkSample> minutes) => new()
    {
        Span = SampleSpan.Hour,
        Start = hour,
        Workers = (int)Math.Round(minutes.Average(minute => minute.Workers)),
        Referees = (int)Math.Round(minutes.Average(minute => minute.Referees)),
        Queued = (long)Math.Round(minutes.Average(minute => minute.Queued)),
        Pictures = minutes[^1].Pictures,
        VerifiedMflop = minutes[^1].VerifiedMflop,
        WaitHalfMs = (long?)minutes.Average(minute => minute.WaitHalfMs),
        WaitNineTenthsMs = (long?)minutes.Average(minute => minute.WaitNineTenthsMs),
        EtaKept = minutes.Average(minute => minute.EtaKept),
    };
}
