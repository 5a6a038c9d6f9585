namespace LaionGrid.Web.Coordinator;

/// <summary>The coordinator did not answer in spite of retries, or said that it cannot now. <see cref="Site.Outage"/> turns it into a calm page.</summary>
internal sealed class CoordinatorAwayException(Exception cause, Refusal? refusal) : Exception("The coordinator does not answer.", cause)
{
    private static readonly Refusal Silence = new()
    {
        Kind = RefusalKind.Busy,
        Code = "coordinator.away",
        Message = "The coordinator, which keeps the queue and the pictures, does not answer right now. Try again in a moment.",
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    /// <summary>What the coordinator said, or what its silence means.</summary>
    public Refusal Refusal { get; } = refusal ?? Silence;
}
