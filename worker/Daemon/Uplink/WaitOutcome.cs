namespace LaionGrid.Worker.Uplink;

/// <summary>How waiting for work ended.</summary>
internal abstract record WaitOutcome
{
    internal sealed record Leased(Lease Lease) : WaitOutcome;

    /// <summary>The coordinator stopped or the connection broke; attend again.</summary>
    internal sealed record Ended : WaitOutcome;

    internal sealed record Refused(Refusal Refusal) : WaitOutcome;
}
