namespace LaionGrid.Coordinator.Jobs;

/// <summary>How far the verification of a rendered job is.</summary>
internal enum AuditState
{
    /// <summary>Nothing to verify.</summary>
    None,

    /// <summary>Rendered; the lottery has not been drawn.</summary>
    Undrawn,

    /// <summary>Drawn; waits for a referee.</summary>
    Waiting,

    /// <summary>A referee holds a lease on it.</summary>
    Leased,

    /// <summary>The referee's picture is here and wants comparing.</summary>
    Returned,
}

/// <summary>One picture of a request to be rendered.</summary>
internal sealed class Job
{
    public required JobId Id { get; init; }

    public required RequestId RequestId { get; init; }

    /// <summary>0 for the first picture of the request.</summary>
    public required int Index { get; init; }

    /// <summary>Seed of the initial noise, 0 to 2^32 - 1.</summary>
    public required long Seed { get; init; }

    public required JobState State { get; init; }

    public AuditState Audit { get; init; }

    /// <summary>Grows by one with every lease, a referee's too.</summary>
    public long Fence { get; init; }

    /// <summary>The attempt that renders or rendered it; null before the first.</summary>
    public AttemptId? AttemptId { get; init; }

    /// <summary>Attempts that ended badly; bounded.</summary>
    public int Failures { get; init; }

    /// <summary>Rechecks that ended badly; bounded.</summary>
    public int AuditFailures { get; init; }

    /// <summary>What the picture is worth by the bundle's tariff when it was asked for.</summary>
    public required long CostMflop { get; init; }

    /// <summary>Its place in the queue; kept when an attempt fails, so a failure costs no place.</summary>
    public required DateTimeOffset QueuedAt { get; init; }

    /// <summary>Stable code of why it failed; empty unless Failed.</summary>
    public string FailureCode { get; init; } = "";

    /// <summary>For people; empty unless Failed.</summary>
    public string Failure { get; init; } = "";
}
