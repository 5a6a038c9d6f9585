namespace LaionGrid.Worker.Uplink;

/// <summary>How patient the worker is with its coordinator.</summary>
internal sealed record UplinkOptions
{
    /// <summary>Pause before the first repeat of a call; each further one about doubles. Default 0.2 s.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>Longest pause between repeats. Default 30 s.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest pause, in which each worker draws its own, before a stream that ended is opened anew. Default 1 s.</summary>
    public TimeSpan Return { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an answer to a plain call may take. Default 10 s.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a call may take that is made once while a lease or a stop waits on it. Default 3 s.</summary>
    public TimeSpan ShortDeadline { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Slowest connection that still brings a picture, in bytes a second. Default 32 KiB.</summary>
    public int SlowestBytesPerSecond { get; init; } = 32 * 1024;
}
