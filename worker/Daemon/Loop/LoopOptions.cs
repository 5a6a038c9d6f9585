namespace LaionGrid.Worker.Loop;

/// <summary>How long the loop waits between rounds that went wrong.</summary>
internal sealed record LoopOptions
{
    /// <summary>Longest pause, in which each worker picks its own, before attending again when the coordinator ended it. Default 1 s.</summary>
    public TimeSpan Return { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Pause after the first failed lease; each further one in a row doubles. Default 2 s.</summary>
    public TimeSpan FirstRest { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest rest: a worker that fails at everything must not eat the queue. Default 5 minutes.</summary>
    public TimeSpan LongestRest { get; init; } = TimeSpan.FromMinutes(5);
}
