namespace LaionGrid.Web.Coordinator;

/// <summary>The coordinator did not answer, in spite of retries. <see cref="Site.Outage"/> turns it into a calm page.</summary>
internal sealed class CoordinatorAwayException(Exception cause) : Exception("The coordinator does not answer.", cause)
{
    public static TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(5);

    public static Refusal Refusal { get; } = new()
    {
        Kind = RefusalKind.Busy,
        Code = "coordinator.away",
        Message = "The coordinator, which keeps the queue and the pictures, does not answer right now. Try again in a moment.",
        RetryAfter = RetryAfter,
    };
}
