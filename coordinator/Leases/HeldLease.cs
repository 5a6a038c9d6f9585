using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Leases;

/// <summary>What a worker says to prove that it may speak for an attempt.</summary>
internal sealed record LeaseClaim(AttemptId Id, long Fence, WorkerId WorkerId);

/// <summary>Looks a lease up, live or ended.</summary>
internal static class HeldLease
{
    /// <summary>The attempt that this worker held under this fence, in whatever state it is; otherwise why not.</summary>
    public static async Task<(Attempt? Attempt, Refusal? Refusal)> FindAsync(GridDb db, LeaseClaim claim, CancellationToken cancellationToken)
    {
        var id = claim.Id;
        var attempt = await db.Attempts.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (attempt is null || attempt.WorkerId != claim.WorkerId)
            return (null, Unknown);
        return attempt.Fence == claim.Fence ? (attempt, null) : (null, Stale);
    }

    /// <summary>The rows a write for this lease may touch: this attempt, by this worker, under this fence, still held.</summary>
    public static IQueryable<Attempt> Held(this DbSet<Attempt> attempts, LeaseClaim claim)
    {
        var (id, fence, worker) = (claim.Id, claim.Fence, claim.WorkerId);
        return attempts.Where(attempt => attempt.Id == id && attempt.Fence == fence && attempt.WorkerId == worker && attempt.State == AttemptState.Leased);
    }

    public static Refusal Unknown { get; } = Refusal.NotFound("lease.unknown", "This worker holds no such lease. Drop the work and attend again.");

    public static Refusal Stale { get; } = Refusal.Conflict("lease.stale", "This lease is over: it lapsed, or the job was taken back. Drop the work and attend again.");
}
