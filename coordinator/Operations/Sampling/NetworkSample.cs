namespace LaionGrid.Coordinator.Operations.Sampling;

/// <summary>How long a stretch of time a sample stands for.</summary>
internal enum SampleSpan
{
    Minute,
    Hour,
}

/// <summary>The grid in one minute, or over one hour. What grows for ever is kept as it stood at the stretch's end, so that a missing sample loses none of it.</summary>
internal sealed class NetworkSample
{
    public required SampleSpan Span { get; init; }

    public required DateTimeOffset Start { get; init; }

    public required int Workers { get; init; }

    public required int Referees { get; init; }

    public required long Queued { get; init; }

    /// <summary>Rendered since the grid began.</summary>
    public required long Pictures { get; init; }

    /// <summary>Final contribution since the grid began.</summary>
    public required long VerifiedMflop { get; init; }

    /// <summary>Half of the last pictures came sooner after they were asked for; null when none came.</summary>
    public long? WaitHalfMs { get; init; }

    /// <summary>Nine of ten came sooner.</summary>
    public long? WaitNineTenthsMs { get; init; }

    /// <summary>Of those with a promise, the share that came within it; null when there were none.</summary>
    public double? EtaKept { get; init; }
}
