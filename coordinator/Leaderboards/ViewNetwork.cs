using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Leaderboards;

/// <summary>The grid in five numbers.</summary>
internal sealed record NetworkSnapshot(int PicturesToday, int WorkersOnline, int RefereesOnline, long VerifiedMflop, int JobsQueued);

/// <summary>Reads how the grid is; what it costs does not grow with the grid's history.</summary>
internal sealed class ViewNetwork(IDbContextFactory<GridDb> databases, FleetCounts fleet, QueueGauge gauge, TimeProvider time)
{
    public async Task<NetworkSnapshot> RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var now = time.GetUtcNow();
        var rendered = await db.SumAsync(TallySubject.Rendered, TallySpan.Day, now, cancellationToken);
        var network = await db.SumAsync(TallySubject.Of(AccountId.Network), TallySpan.Always, now, cancellationToken);
        return new((int)rendered.Count, fleet.All.Volunteers, fleet.All.Referees, -network.Amount, (int)gauge.Queued);
    }
}
