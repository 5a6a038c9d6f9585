namespace LaionGrid.Worker.Uplink.Leases;

/// <summary>How waiting for work ended.</summary>
internal abstract record WaitOutcome
{
    /// <param name="Stopped">Cancelled when nobody wants the lease's picture any more.</param>
    internal sealed record Leased(Lease Lease, CancellationToken Stopped) : WaitOutcome;

    /// <summary>This worker is not to go on as it is; it no longer attends.</summary>
    internal sealed record Refused(Refusal Refusal) : WaitOutcome;
}
