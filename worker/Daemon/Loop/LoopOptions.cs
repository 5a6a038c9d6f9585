namespace LaionGrid.Worker.Loop;

/// <summary>How long the loop waits between rounds that went wrong.</summary>
internal sealed record LoopOptions
{
    /// <summary>Pause after the first failed lease; each further one in a row doubles. Default 2 s.</summary>
    public TimeSpan FirstRest { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest rest: a worker that fails at everything must not eat the queue. Default 5 minutes.</summary>
    public TimeSpan LongestRest { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a worker that was told to stop goes on with what audits wait for. Default 4 s, half of the time that it has.</summary>
    public TimeSpan LastReveals { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How often it is looked whether a bundle fits on the disk that did not. Default 1 minute.</summary>
    public TimeSpan LookForRoomEvery { get; init; } = TimeSpan.FromMinutes(1);
}
