using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Verification.Audits;

/// <summary>What hidden canaries found: pictures of proven workers that were looked at whole, most of which nobody would have looked at.</summary>
/// <param name="Ended">Looked at.</param>
/// <param name="Faulty">Of them, those at fault.</param>
internal sealed record CanaryCount(long Ended, long Faulty);

/// <summary>Counts them: the share at fault is the share of bad pictures that is handed out as good.</summary>
internal sealed class CountCanaries(IDbContextFactory<GridDb> databases)
{
    /// <param name="since">Drawn since then.</param>
    public async Task<CanaryCount> RunAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        return (await db.QueryRowsAsync(
            """
            SELECT COUNT(*), COALESCE(SUM(CASE WHEN u."Outcome" IN ('ReplayDiffers', 'ChecksDiffer') THEN 1 ELSE 0 END), 0) FROM audits u
            WHERE u."Reason" = 'Canary' AND u."DrawnAt" >= @a0 AND u."Outcome" NOT IN ('Open', 'Withheld', 'Unanswered')
            """, // index drawn at, canaries
            [], [since.ToMicroseconds()], row => new CanaryCount(row.GetInt64(0), row.GetInt64(1)), cancellationToken)).Single();
    }
}
