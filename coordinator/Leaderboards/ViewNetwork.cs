using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Leaderboards;

/// <summary>The grid in five numbers.</summary>
internal sealed record NetworkSnapshot(int PicturesToday, int WorkersOnline, int RefereesOnline, long VerifiedMflop, int JobsQueued);

/// <summary>Reads how the grid is.</summary>
internal sealed class ViewNetwork(IDbContextFactory<GridDb> databases, FleetCounts fleet, TimeProvider time)
{
    public async Task<NetworkSnapshot> RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (midnight, network) = (new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero), AccountId.Network);
        return new(
            await db.Attempts.CountAsync( // index state, lease until
                attempt => attempt.State == AttemptState.Rendered && attempt.Purpose == AttemptPurpose.Render && attempt.EndedAt >= midnight, cancellationToken),
            fleet.All.Volunteers,
            fleet.All.Referees,
            -await db.Postings.Where(posting => posting.AccountId == network).SumAsync(posting => posting.AmountMflop, cancellationToken),
            await db.Jobs.CountAsync(job => job.State == JobState.Queued, cancellationToken)); // index state, audit, queued at
    }
}
