namespace LaionGrid.Worker.Idle;

/// <summary>How often the machine is looked at.</summary>
internal sealed record WatchOptions
{
    /// <summary>While it may be used: together with ending a process it has to stay well below a second. Default 0.4 s.</summary>
    public TimeSpan WhenOpen { get; init; } = TimeSpan.FromSeconds(0.4);

    /// <summary>While it is left alone anyway. Default 5 s.</summary>
    public TimeSpan WhenClosed { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What looks longer than this counts as blind: the others are not to wait. Default 1 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);
}
