using LaionGrid.Coordinator.Verification.Audits;

namespace LaionGrid.Coordinator.Operations.Sampling;

/// <summary>What takes a look into the database to know about the grid, as of a moment ago.</summary>
/// <param name="Arrivals">Of pictures asked for within the last hour.</param>
/// <param name="Audits">Of the last 30 days.</param>
/// <param name="LastPostingAt">Null before the ledger's first line.</param>
/// <param name="OldestQueuedAt">Since when the job that waits longest waits; null when none does.</param>
/// <param name="HourAgo">What had been done an hour ago, or at the first sample since.</param>
internal sealed record GridFindings(
    Arrivals Arrivals, IReadOnlyDictionary<AuditOutcome, long> Audits, DateTimeOffset? LastPostingAt, DateTimeOffset? OldestQueuedAt, NetworkSample? HourAgo)
{
    public static GridFindings None { get; } = new(Arrivals.None, new Dictionary<AuditOutcome, long>(), null, null, null);
}

/// <summary>The newest findings; whoever shows them does not wait. Safe from any thread.</summary>
internal sealed class LatestFindings
{
    private volatile GridFindings _findings = GridFindings.None;

    public GridFindings Findings
    {
        get => _findings;
        set => _findings = value;
    }
}
