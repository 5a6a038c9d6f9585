using System.Data.Common;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Leases;

/// <summary>Leases rendered attempts that wait for a second look to idle referees, as <see cref="LeaseRenders"/> leases jobs to volunteers.</summary>
internal sealed class LeaseRechecks(GridWriter writer, QueueSignal signal, IOptions<LeaseOptions> options, TimeProvider time)
{
    /// <returns>The leases, to be offered.</returns>
    public async Task<IReadOnlyList<HeldLease>> RunAsync(IReadOnlyList<Waiter> idle, CancellationToken cancellationToken)
    {
        if (!signal.TakeAudits())
            return [];
        try
        {
            var leases = await writer.RunAsync(db => LeaseAsync(db, idle, cancellationToken), cancellationToken);
            if (leases.Count == idle.Count) // there may be more
                signal.LookIntoAudits();
            return leases;
        }
        catch
        {
            signal.LookIntoAudits();
            throw;
        }
    }

    private async Task<IReadOnlyList<HeldLease>> LeaseAsync(GridDb db, IReadOnlyList<Waiter> idle, CancellationToken cancellationToken)
    {
        var waiting = await ReadAsync(db, idle.Count, cancellationToken);
        if (waiting.Count == 0)
            return [];
        await db.ExecuteRowsAsync("""UPDATE attempts SET "Audit" = 'Leased' WHERE "Id" IN (VALUES {rows})""", waiting.ConvertAll(one => new object?[] { one.AuditOf!.Value.Value }), [], cancellationToken); // read above
        var fences = (await db.QueryRowsAsync(
            """UPDATE jobs SET "Fence" = "Fence" + 1 WHERE "Id" IN (VALUES {rows}) RETURNING "Id", "Fence" """,
            waiting.ConvertAll(one => new object?[] { one.JobId.Value }), [],
            row => (Job: row.ReadId<JobId>(0), Fence: row.GetInt64(1)), cancellationToken)).ToDictionary(row => row.Job, row => row.Fence);
        var (now, until) = (time.GetUtcNow(), time.GetUtcNow() + options.Value.OfferLasts);
        var leases = waiting.Zip(idle, (one, waiter) => one with { WorkerId = waiter.WorkerId, AccountId = waiter.Attendance.AccountId, Fence = fences[one.JobId] }).ToList();
        db.AddRange(leases.Select(lease => Attempts.Offered(lease, now, until)));
        await db.SaveChangesAsync(cancellationToken);
        return leases.ConvertAll(lease => new HeldLease(lease, until));
    }

    /// <summary>One for each job at most: two rechecks of one job would want two fences of one statement.</summary>
    private async Task<List<GrantedLease>> ReadAsync(GridDb db, int most, CancellationToken cancellationToken)
    {
        var rows = await db.QueryRowsAsync(
            $"""
            SELECT a."Id", j."Id", j."RequestId", j."Seed", j."CostMflop",
                r."Prompt", r."NegativePrompt", r."BundleId", r."Width", r."Height", r."Steps", r."Guidance", r."Sampler"
            FROM attempts a JOIN jobs j ON j."Id" = a."JobId" JOIN requests r ON r."Id" = j."RequestId"
            WHERE a."Audit" = 'Waiting' ORDER BY a."EndedAt" LIMIT @a0 {writer.SkipLocked("a")}
            """, // index audit, ended at
            [], [most], ReadLease, cancellationToken);
        return rows.DistinctBy(row => row.JobId).ToList();
    }

    private GrantedLease ReadLease(DbDataReader row) => new()
    {
        Id = Ids.New<AttemptId>(time),
        AuditOf = row.ReadId<AttemptId>(0),
        JobId = row.ReadId<JobId>(1),
        RequestId = row.ReadId<RequestId>(2),
        Seed = row.GetInt64(3),
        CostMflop = row.GetInt64(4),
        Settings = Attempts.ReadSettings(row, 5),
        Purpose = AttemptPurpose.Recheck,
        WorkerId = default, // known when it is given
        AccountId = default,
        Fence = 0,
    };
}
