using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Leaderboards;

/// <summary>The grid in six numbers.</summary>
/// <param name="VerifiedMflop">Final contribution of all time.</param>
/// <param name="ProvisionalMflop">Contribution that waits for a later audit.</param>
internal sealed record NetworkSnapshot(int PicturesToday, int WorkersOnline, int RefereesOnline, long VerifiedMflop, long ProvisionalMflop, int JobsQueued);

/// <summary>Reads how the grid is; what it costs does not grow with the grid's history.</summary>
internal sealed class ViewNetwork(IDbContextFactory<GridDb> databases, FleetCounts fleet, QueueGauge gauge, TimeProvider time)
{
    public async Task<NetworkSnapshot> RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var now = time.GetUtcNow();
        var rendered = await db.SumAsync(TallySubject.Rendered, TallySpan.Day, now, cancellationToken);
        var final = await db.SumAsync(LedgerTallies.Final, TallySpan.Always, now, cancellationToken);
        var provisional = await db.SumAsync(LedgerTallies.Provisional, TallySpan.Always, now, cancellationToken);
        return new((int)rendered.Count, fleet.All.Volunteers, fleet.All.Referees, final.Amount, provisional.Amount, (int)gauge.Queued);
    }
}
