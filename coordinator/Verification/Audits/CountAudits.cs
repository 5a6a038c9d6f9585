using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Verification.Audits;

/// <summary>Counts audits by how they ended.</summary>
internal sealed class CountAudits(IDbContextFactory<GridDb> databases)
{
    private const byte VersionSeven = 0x70;

    /// <param name="since">Of attempts that began since then.</param>
    public async Task<IReadOnlyDictionary<AuditOutcome, long>> RunAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var counts = await db.QueryRowsAsync(
            """SELECT u."Outcome", COUNT(*) FROM audits u WHERE u."AttemptId" >= @a0 GROUP BY u."Outcome" """, // primary key, a range: ids sort by time
            [], [FirstIdOf(since)], row => (Outcome: Enum.Parse<AuditOutcome>(row.GetString(0)), Audits: row.GetInt64(1)), cancellationToken);
        return counts.ToDictionary(count => count.Outcome, count => count.Audits);
    }

    // The least of the ids of that millisecond: behind its time and version an id is chance.
    private static Guid FirstIdOf(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(at).TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[6] = VersionSeven;
        bytes[7..].Clear();
        return new Guid(bytes, bigEndian: true);
    }
}
