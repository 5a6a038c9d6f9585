using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>
/// Deletes attempts that ended long ago without a picture: offers nobody took, leases that lapsed, work given back. Nothing is left that
/// refers to them: their jobs are final, no audit is open on what they looked at, and the ledger knows attempts with pictures only.
/// </summary>
internal sealed partial class AttemptSweep(GridWriter writer, IOptions<JobsOptions> options, TimeProvider time, ILogger<AttemptSweep> logger) : Loop(time, logger)
{
    private const int Batch = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly TimeProvider _time = time;

    protected override Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Interval, _time, cancellationToken);

    /// <summary>Deletes all there are, a batch in each transaction, so that nobody waits long behind one.</summary>
    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        if (options.Value.KeepLostAttemptsDays == 0)
            return;
        var before = _time.GetUtcNow().AddDays(-options.Value.KeepLostAttemptsDays);
        var (all, last) = (0, Batch);
        while (last == Batch)
            all += last = await writer.RunAsync(db => DeleteAsync(db, before, cancellationToken), cancellationToken);
        if (all > 0)
            LogDeleted(all, options.Value.KeepLostAttemptsDays);
    }

    private async Task<int> DeleteAsync(GridDb db, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var deleted = await db.QueryRowsAsync(
            $"""
            DELETE FROM attempts WHERE "Id" IN (
                SELECT a."Id" FROM attempts a JOIN jobs j ON j."Id" = a."JobId" LEFT JOIN attempts audited ON audited."Id" = a."AuditOf"
                WHERE a."State" IN ('Failed', 'GivenBack', 'Expired', 'Stopped') AND a."EndedAt" < @a0
                    AND j."State" IN ('Done', 'Failed', 'Cancelled') AND audited."Audit" IS NULL
                ORDER BY a."EndedAt" LIMIT {Batch} {writer.SkipLocked("a")})
            RETURNING "Id", "JobId"
            """, // index ended at, of those without a picture
            [], [before.ToMicroseconds()], row => new object?[] { row.GetGuid(1), row.GetGuid(0) }, cancellationToken);
        if (deleted.Count > 0) // a job that failed or was cancelled names its last attempt
            await db.ExecuteRowsAsync("""UPDATE jobs SET "AttemptId" = NULL WHERE ("Id", "AttemptId") IN (VALUES {rows})""", deleted, [], cancellationToken); // primary key
        return deleted.Count;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} attempts that ended without a picture were deleted, {Days} days after their end.")]
    private partial void LogDeleted(int count, int days);
}
