using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Leases;

/// <summary>Tells whether a worker ever held a lease.</summary>
internal sealed class LeaseLookup(IDbContextFactory<GridDb> databases)
{
    /// <summary>Null when this worker holds or held this lease under this fence.</summary>
    public async Task<Refusal?> RefusalAsync(LeaseClaim claim, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return (await HeldLease.FindAsync(db, claim, cancellationToken)).Refusal;
    }
}
