using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;

namespace LaionGrid.Coordinator.Leases;

/// <summary>A heartbeat: keeps the lease alive, passes progress on, and tells the worker when nobody wants the result any more.</summary>
internal sealed class ExtendLease(LeaseBook book, LeaseTerm term, LiveProgress live, Presence presence)
{
    public async Task<ExtendOutcome> RunAsync(LeaseClaim claim, int step, ReadOnlyMemory<byte> preview, WorkerRole role, CancellationToken cancellationToken)
    {
        presence.Saw(claim.WorkerId, role);
        switch (await book.FindAsync(claim, cancellationToken))
        {
            case LeaseFound.Refused refused:
                return new ExtendOutcome.Refused(refused.Refusal);
            case LeaseFound.Live { Lease: { IsOvertaken: false } lease } when !term.IsDue(lease) || await term.ExtendAsync(lease, cancellationToken):
                Tell(lease.Terms, step, preview);
                return new ExtendOutcome.Extended();
            default:
                return new ExtendOutcome.Stop();
        }
    }

    private void Tell(GrantedLease lease, int step, ReadOnlyMemory<byte> preview)
    {
        if (lease.Purpose != AttemptPurpose.Render)
            return;
        live.Report(lease.RequestId, lease.JobId, step, preview);
    }
}

internal abstract record ExtendOutcome
{
    internal sealed record Extended : ExtendOutcome;

    /// <summary>The lease is over; the worker drops the work.</summary>
    internal sealed record Stop : ExtendOutcome;

    internal sealed record Refused(Refusal Refusal) : ExtendOutcome;
}
