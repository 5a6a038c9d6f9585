using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Leases;

/// <summary>Turns an offer into a lease of full length. The job was taken when it was offered, so of two workers only one is ever asked.</summary>
internal sealed class ClaimWork(LeaseBook book, LeaseTerm term)
{
    /// <summary>Repeating it returns the lease again while that lives.</summary>
    public async Task<ClaimOutcome> RunAsync(AttemptId? offer, CallingWorker worker, CancellationToken cancellationToken)
    {
        if (offer is not { } id || await FindAsync(id, worker, cancellationToken) is not { } lease)
            return new ClaimOutcome.Refused(Gone);
        return lease.IsClaimed || await term.ExtendAsync(lease, cancellationToken)
            ? new ClaimOutcome.Granted(lease.Terms)
            : new ClaimOutcome.Refused(Gone);
    }

    /// <summary>An offer carries no fence: whoever it was made to may claim it.</summary>
    private async Task<HeldLease?> FindAsync(AttemptId id, CallingWorker worker, CancellationToken cancellationToken)
    {
        var lease = book.Find(id) ?? await book.LoadAsync(id, cancellationToken);
        return lease is { IsOvertaken: false } && lease.Terms.WorkerId == worker.WorkerId ? lease : null;
    }

    private static Refusal Gone { get; } = Refusal.Conflict("offer.gone", "This offer is gone: it lapsed, or nobody wants the picture any more. Wait for the next.");
}

internal abstract record ClaimOutcome
{
    internal sealed record Granted(GrantedLease Lease) : ClaimOutcome;

    internal sealed record Refused(Refusal Refusal) : ClaimOutcome;
}
