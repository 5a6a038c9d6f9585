using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Revealing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Trusting;

/// <summary>
/// Gives workers the precision class that their first audits show, or refuses them a bundle that they compute too coarsely for. Looks only at those whose audits ended since it
/// looked last.
/// </summary>
internal sealed partial class ClassifyWorkers(
    IDbContextFactory<GridDb> databases, GridWriter writer, BundleCatalogue bundles, RevealStore reveals, WaitingRoom room, IOptions<VerificationOptions> options, TimeProvider time, ILogger<ClassifyWorkers> logger)
{
    private const int Batch = 100;
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1); // other coordinators stamp before they commit, and have clocks of their own

    private DateTimeOffset _since = DateTimeOffset.UnixEpoch;

    private double Enough => options.Value.EnrolmentCanaries - 0.5; // audits passed have faded a little

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.Value.EnrolmentCanaries == 0)
            return;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var (now, since) = (time.GetUtcNow(), _since);
        for (var unclassed = await ReadAsync(db, since, cancellationToken); unclassed.Count > 0; unclassed = await ReadAsync(db, since, cancellationToken))
        {
            foreach (var worker in unclassed)
                await ClassifyAsync(db, worker, now, cancellationToken);
            since = unclassed[^1].PassedAt;
        }
        _since = now - Overlap;
    }

    /// <summary>A fault among its first audits says that no class holds it.</summary>
    private async Task ClassifyAsync(GridDb db, Unclassed worker, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (worker.RefusedUntil > now)
            room.Refuse(worker.Id, worker.BundleId); // by another coordinator, perhaps
        if (worker.RefusedUntil > now || bundles.Find(worker.BundleId) is not { } bundle)
            return;
        if (worker.Passed < Enough && worker.FaultAt is { } fault && !(fault <= worker.RefusedUntil))
        {
            await RefuseAsync(worker, now, cancellationToken);
            return;
        }
        var canaries = await CanariesAsync(db, worker, cancellationToken);
        if (canaries.Count < options.Value.EnrolmentCanaries)
            return;
        var steps = await StepsAsync(db, canaries, cancellationToken);
        if (PrecisionPolicy.Measure(bundle.Tolerance, PrecisionPolicy.Named(bundle.Tolerance, canaries[0].Class), steps) is { } measured)
            await AssignAsync(worker, measured.Name, cancellationToken);
        else
            await RefuseAsync(worker, now, cancellationToken);
    }

    private async Task AssignAsync(Unclassed worker, string name, CancellationToken cancellationToken)
    {
        if (await WriteAsync("""UPDATE trusts SET "Class" = @a3 WHERE "WorkerId" = @a0 AND "BundleId" = @a1 AND "Runtime" = @a2 AND "Class" = '' """, worker, cancellationToken, name))
            LogAssigned(worker.Id, worker.BundleId, name);
    }

    /// <summary>When that is over it begins anew, canaries included.</summary>
    private async Task RefuseAsync(Unclassed worker, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await WriteAsync(
            """
            UPDATE trusts SET "RefusedUntil" = @a3, "Passed" = 0, "Asked" = 0, "Withheld" = 0
            WHERE "WorkerId" = @a0 AND "BundleId" = @a1 AND "Runtime" = @a2 AND "Class" = '' AND COALESCE("RefusedUntil", 0) <= @a4
            """, worker, cancellationToken, now.AddDays(options.Value.SuspensionDays).ToMicroseconds(), now.ToMicroseconds()))
        {
            room.Refuse(worker.Id, worker.BundleId);
            LogRefused(worker.Id, worker.BundleId, worker.Runtime, options.Value.SuspensionDays);
        }
    }

    private async Task<bool> WriteAsync(string sql, Unclassed worker, CancellationToken cancellationToken, params IEnumerable<object> values) => // primary key
        await writer.RunAsync(db => db.ExecuteRowsAsync(sql, [], [worker.Id.Value, worker.BundleId, worker.Runtime, .. values], cancellationToken), cancellationToken) == 1;

    /// <summary>Those that passed enough audits to be measured, or failed one.</summary>
    private Task<List<Unclassed>> ReadAsync(GridDb db, DateTimeOffset since, CancellationToken cancellationToken) => db.QueryRowsAsync(
        """
        SELECT t."WorkerId", t."BundleId", t."Runtime", t."PassedAt", t."FaultAt", t."RefusedUntil", t."Passed" FROM trusts t
        WHERE t."Class" = '' AND t."PassedAt" > @a0 AND (t."Passed" > @a2 OR t."FaultAt" IS NOT NULL) ORDER BY t."PassedAt" LIMIT @a1
        """, // index passed at, of those without a class
        [], [since.ToMicroseconds(), Batch, Enough],
        row => new Unclassed(row.ReadId<WorkerId>(0), row.GetString(1), row.GetString(2), Instants.FromMicroseconds(row.GetInt64(3)), TrustBook.At(row, 4), TrustBook.At(row, 5), row.GetDouble(6)), cancellationToken);

    /// <summary>The newest audits that it passed, no more than there are canaries.</summary>
    private async Task<List<AuditedAttempt>> CanariesAsync(GridDb db, Unclassed worker, CancellationToken cancellationToken)
    {
        var ids = await db.QueryRowsAsync(
            """
            SELECT a."Id" FROM attempts a JOIN audits u ON u."AttemptId" = a."Id"
            WHERE a."WorkerId" = @a0 AND a."Verdict" IN ('Accepted', 'AcceptedUnaudited') AND u."BundleId" = @a1 AND u."Runtime" = @a2 AND u."DrawnAt" > @a3
            ORDER BY a."VerdictAt" DESC LIMIT @a4
            """, // index worker, verdict at
            [], [worker.Id.Value, worker.BundleId, worker.Runtime, (worker.RefusedUntil ?? DateTimeOffset.UnixEpoch).ToMicroseconds(), options.Value.EnrolmentCanaries], row => row.ReadId<AttemptId>(0), cancellationToken);
        var canaries = new List<AuditedAttempt>();
        foreach (var id in ids)
            canaries.Add(await AuditedAttempt.FindAsync(db, id, cancellationToken) ?? throw new InvalidOperationException($"The audit of attempt {id} is gone."));
        return canaries;
    }

    /// <summary>Where referees disagreed, those of the one who was right.</summary>
    private async Task<List<MeasuredStep>> StepsAsync(GridDb db, List<AuditedAttempt> canaries, CancellationToken cancellationToken)
    {
        var timesteps = canaries.ToDictionary(canary => canary.Id, canary => reveals.TimestepsOf(canary));
        return await db.QueryRowsAsync(
            """SELECT c."AttemptId", c."Evaluation", c."Raw" FROM audit_checks c WHERE c."AttemptId" IN (VALUES {rows}) AND c."Evaluation" >= 0 AND c."IsWithin" """, // primary key
            canaries.ConvertAll(canary => new object?[] { canary.Id.Value }), [],
            row => new MeasuredStep(timesteps[row.ReadId<AttemptId>(0)][row.GetInt32(1)], row.GetDouble(2)), cancellationToken);
    }

    private sealed record Unclassed(WorkerId Id, string BundleId, string Runtime, DateTimeOffset PassedAt, DateTimeOffset? FaultAt, DateTimeOffset? RefusedUntil, double Passed);

    [LoggerMessage(Level = LogLevel.Information, Message = "Worker {Worker} is held to class {Class} with bundle {Bundle}: its canaries show it.")]
    private partial void LogAssigned(WorkerId worker, string bundle, string @class);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Worker {Worker} computes bundle {Bundle} on {Runtime} more coarsely than any class of its tolerance table allows. It is given none of it for {Days} days; admit its provider into a class (calibrate --admit) if it is sound.")]
    private partial void LogRefused(WorkerId worker, string bundle, string runtime, double days);
}
