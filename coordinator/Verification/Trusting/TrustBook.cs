using System.Data.Common;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Results;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Trusting;

/// <summary>What is known of an attempt's worker when its picture comes.</summary>
/// <param name="Passed">Audits passed that still count.</param>
/// <param name="FaultShare">Confirmed faults among all audits of its account's workers, 0 to 1.</param>
/// <param name="Provider">Execution provider, by its own word.</param>
/// <param name="Class">See <see cref="Trust.Class"/>.</param>
/// <param name="Asked">Trajectories asked for.</param>
/// <param name="IsVouchedFor">Another worker of its account has credit in escrow, and it has no fault of its own.</param>
/// <param name="IsWatched">It has drifted: see <see cref="DriftPolicy"/>.</param>
internal sealed record Standing(string Runtime, double Passed, double FaultShare, string Provider, string Class, long Asked, bool IsVouchedFor, bool IsWatched);

/// <summary>Reads and keeps what audits have shown, in the transaction of what they decide.</summary>
internal sealed class TrustBook(IOptions<VerificationOptions> options, TimeProvider time)
{
    private TimeSpan HalfLife => TimeSpan.FromDays(options.Value.HalfLifeDays);

    /// <summary>The standing for each of these.</summary>
    public async Task<IReadOnlyDictionary<AttemptId, Standing>> ReadAsync(GridDb db, IReadOnlyList<FinishedRender> renders, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return (await db.QueryRowsAsync(
            """
            WITH finished(attempt, worker, bundle, version) AS (VALUES {rows}),
            named AS (SELECT attempt, bundle, w."Id" AS worker, w."AccountId" AS account, w."Provider" AS provider, finished.version || ' ' || w."Provider" || ' ' || w."DeviceName" AS runtime FROM finished JOIN workers w ON w."Id" = worker),
            faulty AS (
                SELECT u."AccountId" AS account, CAST(COUNT(*) AS double precision) AS audits, CAST(SUM(CASE WHEN u."Outcome" IN ('ReplayDiffers', 'ChecksDiffer') THEN 1 ELSE 0 END) AS double precision) AS faults
                FROM audits u WHERE u."AccountId" IN (SELECT w."AccountId" FROM trusts t JOIN workers w ON w."Id" = t."WorkerId" WHERE t."Faults" > 0 AND w."AccountId" IN (SELECT account FROM named)) GROUP BY u."AccountId")
            SELECT attempt, named.runtime, t."Passed", t."PassedAt", COALESCE(faulty.faults / faulty.audits, 0), named.provider, COALESCE(t."Class", ''), COALESCE(t."Asked", 0), CASE WHEN COALESCE(t."Faults", 0) = 0 AND EXISTS (
                SELECT 1 FROM ledger_balances b WHERE b."AccountId" = named.account AND b."Book" = 'Escrow' AND b."Holder" <> named.worker AND b."AmountMflop" > 0) THEN 1 ELSE 0 END, COALESCE(t."Watched", 0)
            FROM named
            LEFT JOIN trusts t ON t."WorkerId" = named.worker AND t."BundleId" = named.bundle AND t."Runtime" = named.runtime
            LEFT JOIN faulty ON faulty.account = named.account
            """, // primary keys
            renders.Select(render => new object?[] { render.Lease.Id.Value, render.Lease.WorkerId.Value, render.Lease.Settings.BundleId, render.EngineVersion }).ToList(), [],
            row => (Attempt: row.ReadId<AttemptId>(0), Standing: Read(row, now)), cancellationToken)).ToDictionary(row => row.Attempt, row => row.Standing);
    }

    /// <summary>An audit is open: its trajectory was asked for.</summary>
    public static Task AskedAsync(GridDb db, IReadOnlyList<Audit> audits, CancellationToken cancellationToken) => audits.Count == 0 ? Task.CompletedTask : db.ExecuteRowsAsync(
        """
        WITH asked(worker, bundle, runtime, times) AS (VALUES {rows})
        INSERT INTO trusts ("WorkerId", "BundleId", "Runtime", "Passed", "Asked", "Withheld", "Faults", "Class", "DriftMedian", "DriftSeen", "DriftSum", "Watched") SELECT worker, bundle, runtime, 0, times, 0, 0, '', 0, 0, 0, 0 FROM asked WHERE true
        ON CONFLICT ("WorkerId", "BundleId", "Runtime") DO UPDATE SET "Asked" = trusts."Asked" + excluded."Asked"
        """,
        audits.GroupBy(audit => (audit.WorkerId, audit.BundleId, audit.Runtime)).OrderBy(group => group.Key.WorkerId.Value)
            .Select(group => new object?[] { group.Key.WorkerId.Value, group.Key.BundleId, group.Key.Runtime, (long)group.Count() }).ToList(), [], cancellationToken);

    /// <summary>Audits passed; several of one worker count as many.</summary>
    public async Task PassedAsync(GridDb db, IReadOnlyList<AuditedAttempt> attempts, CancellationToken cancellationToken)
    {
        var (now, passed) = (time.GetUtcNow(), attempts.CountBy(one => (one.WorkerId, one.BundleId, one.Runtime)).ToList());
        var trusts = await db.QueryRowsAsync(
            $"""
            WITH passed(worker, bundle, engine, times) AS (VALUES {"{rows}"})
            SELECT t."WorkerId", t."BundleId", t."Runtime", t."Passed", t."PassedAt", passed.times FROM passed
            JOIN trusts t ON t."WorkerId" = passed.worker AND t."BundleId" = passed.bundle AND t."Runtime" = passed.engine
            ORDER BY t."WorkerId", t."BundleId", t."Runtime" {(db.Database.IsNpgsql() ? "FOR UPDATE OF t" : "")}
            """, // primary key; it locks the rows until what follows from it is written
            passed.ConvertAll(one => new object?[] { one.Key.WorkerId.Value, one.Key.BundleId, one.Key.Runtime, one.Value }), [],
            row => new object?[] { row.GetGuid(0), row.GetString(1), row.GetString(2), FadedAt(row.GetDouble(3), At(row, 4), now) + row.GetInt32(5) }, cancellationToken);
        await db.ExecuteRowsAsync(
            """
            WITH passed(worker, bundle, engine, counts) AS (VALUES {rows})
            UPDATE trusts SET "Passed" = CAST(passed.counts AS double precision), "PassedAt" = @a0 FROM passed
            WHERE "WorkerId" = passed.worker AND "BundleId" = passed.bundle AND "Runtime" = passed.engine
            """, // primary key
            trusts, [now.ToMicroseconds()], cancellationToken);
    }

    /// <returns>How bad the fault is, all considered.</returns>
    public async Task<Fault> FailedAsync(GridDb db, AuditedAttempt attempt, Fault found, CancellationToken cancellationToken)
    {
        var (trust, now) = (await FindAsync(db, attempt, cancellationToken), time.GetUtcNow());
        var withheld = trust.Withheld + (found == Fault.Withheld ? 1 : 0);
        if (found == Fault.Withheld && TrustPolicy.IsWithholding(trust.Asked, withheld, options.Value))
            found = Fault.Small;
        var fault = IsEnrolling(trust) ? found : TrustPolicy.Grade(found, trust.FaultAt, now, options.Value);
        var isFault = fault != Fault.Withheld;
        await WriteAsync(db, attempt, new(
            TrustPolicy.After(fault, FadedAt(trust.Passed, trust.PassedAt, now), options.Value), now, trust.Asked, withheld, trust.Faults + (isFault ? 1 : 0), isFault ? now : trust.FaultAt, trust.Class), cancellationToken);
        return fault;
    }

    /// <summary>A volunteer has checked wrongly: nothing that it does is trusted any more.</summary>
    public Task<int> DistrustAsync(GridDb db, WorkerId worker, CancellationToken cancellationToken) => db.ExecuteRowsAsync(
        """UPDATE trusts SET "Passed" = 0, "Faults" = "Faults" + 1, "FaultAt" = @a1 WHERE "WorkerId" = @a0""", // primary key, a range
        [], [worker.Value, time.GetUtcNow().ToMicroseconds()], cancellationToken);

    /// <summary>What is not measured yet may compute otherwise without being at fault: it is refused the bundle, and not suspended.</summary>
    private bool IsEnrolling(Row trust) => options.Value.EnrolmentCanaries > 0 && trust.Class.Length == 0;

    private double FadedAt(double passed, DateTimeOffset? passedAt, DateTimeOffset now) => passedAt is { } at ? TrustPolicy.Fade(passed, now - at, HalfLife) : 0;

    private Standing Read(DbDataReader row, DateTimeOffset now) => new(
        row.GetString(1), row.IsDBNull(3) ? 0 : FadedAt(row.GetDouble(2), At(row, 3), now), row.GetDouble(4),
        row.GetString(5), row.GetString(6), row.GetInt64(7), row.GetInt32(8) == 1, row.GetInt32(9) > 0);

    private static async Task<Row> FindAsync(GridDb db, AuditedAttempt attempt, CancellationToken cancellationToken) => (await db.QueryRowsAsync(
        """
        UPDATE trusts SET "Faults" = "Faults" WHERE "WorkerId" = @a0 AND "BundleId" = @a1 AND "Runtime" = @a2
        RETURNING "Passed", "PassedAt", "Asked", "Withheld", "Faults", "FaultAt", "Class"
        """, // primary key; it locks the row until what follows from it is written
        [], [attempt.WorkerId.Value, attempt.BundleId, attempt.Runtime], row => new Row(row.GetDouble(0), At(row, 1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), At(row, 5), row.GetString(6)), cancellationToken)).Single();

    private static Task<int> WriteAsync(GridDb db, AuditedAttempt attempt, Row trust, CancellationToken cancellationToken) => db.ExecuteRowsAsync(
        """
        UPDATE trusts SET "Passed" = @a3, "PassedAt" = @a4, "Withheld" = @a5, "Faults" = @a6, "FaultAt" = CAST(@a7 AS bigint)
        WHERE "WorkerId" = @a0 AND "BundleId" = @a1 AND "Runtime" = @a2
        """, // primary key
        [], [attempt.WorkerId.Value, attempt.BundleId, attempt.Runtime, trust.Passed, trust.PassedAt?.ToMicroseconds(), trust.Withheld, trust.Faults, trust.FaultAt?.ToMicroseconds()], cancellationToken);

    public static DateTimeOffset? At(DbDataReader row, int column) => row.IsDBNull(column) ? null : Instants.FromMicroseconds(row.GetInt64(column));

    private sealed record Row(double Passed, DateTimeOffset? PassedAt, long Asked, long Withheld, long Faults, DateTimeOffset? FaultAt, string Class);
}
