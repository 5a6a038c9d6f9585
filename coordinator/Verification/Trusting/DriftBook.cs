using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Trusting;

/// <summary>Keeps how far workers are from the referees, beside their trust.</summary>
internal sealed partial class DriftBook(IOptions<VerificationOptions> options, ILogger<DriftBook> logger)
{
    /// <summary>Audits passed, in this order.</summary>
    /// <param name="audits">With a referee's checks: a volunteer's own rounding is in the distances that it finds.</param>
    public async Task PassedAsync(GridDb db, IReadOnlyList<(AuditedAttempt Attempt, IReadOnlyList<AuditCheck> Checks)> audits, CancellationToken cancellationToken)
    {
        if (audits.Count == 0)
            return;
        var passed = audits.GroupBy(one => new Key(one.Attempt.WorkerId, one.Attempt.BundleId, one.Attempt.Runtime), one => one.Checks).ToList();
        var before = await ReadAsync(db, passed.ConvertAll(one => one.Key), cancellationToken);
        var after = passed.ToDictionary(one => one.Key, one => one.Aggregate(before[one.Key], After));
        await WriteAsync(db, after, cancellationToken);
        foreach (var (key, drift) in after.Where(one => one.Value.Watched > before[one.Key].Watched))
            LogDrifted(key.WorkerId, key.BundleId, drift.Watched);
    }

    /// <summary>These workers are watched as if they had drifted, whatever the transaction made of their distances before.</summary>
    public Task<int> WatchAsync(GridDb db, IReadOnlyList<AuditedAttempt> attempts, CancellationToken cancellationToken) => attempts.Count == 0 ? Task.FromResult(0) : db.ExecuteRowsAsync(
        """
        WITH watched(worker, bundle, engine) AS (VALUES {rows})
        UPDATE trusts SET "Watched" = @a0 FROM watched WHERE "WorkerId" = watched.worker AND "BundleId" = watched.bundle AND "Runtime" = watched.engine
        """, // primary key
        attempts.Select(one => (one.WorkerId, one.BundleId, one.Runtime)).Distinct().Select(one => new object?[] { one.WorkerId.Value, one.BundleId, one.Runtime }).ToList(), [options.Value.WatchedAudits], cancellationToken);

    private Drift After(Drift before, IReadOnlyList<AuditCheck> checks) =>
        DriftPolicy.AfterPass(before, checks.Where(check => check.Evaluation >= 0).Select(check => check.Raw / check.RawBound), options.Value);

    private static async Task<Dictionary<Key, Drift>> ReadAsync(GridDb db, List<Key> keys, CancellationToken cancellationToken) => (await db.QueryRowsAsync(
        """
        WITH passed(worker, bundle, engine) AS (VALUES {rows})
        SELECT t."WorkerId", t."BundleId", t."Runtime", t."DriftMedian", t."DriftSeen", t."DriftSum", t."Watched" FROM passed
        JOIN trusts t ON t."WorkerId" = passed.worker AND t."BundleId" = passed.bundle AND t."Runtime" = passed.engine
        """, // primary key; the trust book has locked the rows
        keys.ConvertAll(one => new object?[] { one.WorkerId.Value, one.BundleId, one.Runtime }), [],
        row => (Key: new Key(row.ReadId<WorkerId>(0), row.GetString(1), row.GetString(2)), Drift: new Drift(row.GetDouble(3), row.GetInt32(4), row.GetDouble(5), row.GetInt32(6))), cancellationToken))
        .ToDictionary(row => row.Key, row => row.Drift);

    private static Task<int> WriteAsync(GridDb db, Dictionary<Key, Drift> drifts, CancellationToken cancellationToken) => db.ExecuteRowsAsync(
        """
        WITH passed(worker, bundle, engine, middle, known, total, left_over) AS (VALUES {rows})
        UPDATE trusts SET "DriftMedian" = CAST(passed.middle AS double precision), "DriftSeen" = passed.known, "DriftSum" = CAST(passed.total AS double precision), "Watched" = passed.left_over FROM passed
        WHERE "WorkerId" = passed.worker AND "BundleId" = passed.bundle AND "Runtime" = passed.engine
        """, // primary key
        drifts.Select(one => new object?[] { one.Key.WorkerId.Value, one.Key.BundleId, one.Key.Runtime, one.Value.Median, one.Value.Seen, one.Value.Sum, one.Value.Watched }).ToList(), [], cancellationToken);

    [LoggerMessage(Level = LogLevel.Information, Message = "Worker {Worker} is farther from the referee with {Bundle} than it was, though within the tolerance: its work is audited until {Count} audits have passed.")]
    private partial void LogDrifted(WorkerId worker, string bundle, int count);

    private readonly record struct Key(WorkerId WorkerId, string BundleId, string Runtime);
}
