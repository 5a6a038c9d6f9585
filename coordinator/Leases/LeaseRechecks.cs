using System.Data.Common;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Leases;

/// <summary>Leases attempts whose evaluations are to be done again to idle referees, as <see cref="LeaseRenders"/> leases jobs to volunteers.</summary>
internal sealed class LeaseRechecks(GridWriter writer, JobNeeds needs, WaitingRoom room, QueueSignal signal, IOptions<LeaseOptions> options, TimeProvider time)
{
    private const int Batch = 50;

    /// <returns>The leases, to be offered.</returns>
    public async Task<IReadOnlyList<HeldLease>> RunAsync(CancellationToken cancellationToken)
    {
        if (room.IdleCount(WorkerRole.Referee) == 0 || !signal.TakeAudits())
            return [];
        try
        {
            var (leases, areLeft) = await writer.RunAsync(db => LeaseAsync(db, cancellationToken), cancellationToken);
            if (areLeft)
                signal.PutBackAudits();
            return leases;
        }
        catch
        {
            signal.LookIntoAudits();
            throw;
        }
    }

    private async Task<(IReadOnlyList<HeldLease> Leases, bool AreLeft)> LeaseAsync(GridDb db, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(db, cancellationToken);
        var chosen = Choose(found);
        if (chosen.Count == 0)
            return ([], found.Count > 0);
        await db.ExecuteRowsAsync("""UPDATE attempts SET "Audit" = 'Leased' WHERE "Id" IN (VALUES {rows})""", chosen.ConvertAll(one => new object?[] { one.Lease.AuditOf!.Value.Value }), [], cancellationToken); // read above
        var fences = (await db.QueryRowsAsync(
            """UPDATE jobs SET "Fence" = "Fence" + 1 WHERE "Id" IN (VALUES {rows}) RETURNING "Id", "Fence" """,
            chosen.ConvertAll(one => new object?[] { one.Lease.JobId.Value }), [],
            row => (Job: row.ReadId<JobId>(0), Fence: row.GetInt64(1)), cancellationToken)).ToDictionary(row => row.Job, row => row.Fence);
        var (now, until) = (time.GetUtcNow(), time.GetUtcNow() + options.Value.OfferLasts);
        var leases = chosen.ConvertAll(one => one.Lease with { WorkerId = one.Referee.WorkerId, AccountId = one.Referee.Attendance.AccountId, Fence = fences[one.Lease.JobId] });
        await db.InsertAsync(leases.ConvertAll(lease => Attempts.Offered(lease, now, until)), cancellationToken);
        return (leases.ConvertAll(lease => new HeldLease(lease, until)), found.Count > chosen.Count || found.Count == Batch);
    }

    /// <summary>One of a job at a time: two would want two fences of one statement.</summary>
    private List<(GrantedLease Lease, Waiter Referee)> Choose(List<Case> waiting) =>
        room.Choose(WorkerRole.Referee, waiting.ConvertAll(one => needs.Of(one.Lease.Settings, one.Lease.CostMflop)), (index, waiter) => CheckerPolicy.MayCheck(CheckerOf(waiter), waiting[index].Work))
            .Select(one => (waiting[one.Job].Lease, Referee: one.Waiter)).DistinctBy(one => one.Lease.JobId).ToList();

    /// <summary>Here, and in <see cref="ReadAsync"/> for whoever is checked, the networks that they call from belong.</summary>
    private static Checker CheckerOf(Waiter waiter) => new(waiter.WorkerId, waiter.Attendance.Role, waiter.Attendance.AccountId, NetworkBlock: null);

    private async Task<List<Case>> ReadAsync(GridDb db, CancellationToken cancellationToken)
    {
        var waiting = await db.QueryRowsAsync(
            $"""
            SELECT a."Id", j."Id", j."RequestId", j."Seed", j."CostMflop", j."Lane",
                r."Prompt", r."NegativePrompt", r."BundleId", r."Width", r."Height", r."Steps", r."Guidance", r."Sampler", a."WorkerId", a."AccountId"
            FROM attempts a JOIN jobs j ON j."Id" = a."JobId" JOIN requests r ON r."Id" = j."RequestId"
            WHERE a."Audit" = 'Waiting' ORDER BY a."EndedAt" LIMIT @a0 {writer.SkipLocked("a")}
            """, // index audit, ended at
            [], [Batch], row => (Lease: ReadLease(row), Worker: row.ReadId<WorkerId>(14), Owner: row.ReadId<AccountId>(15)), cancellationToken);
        var answered = await AnsweredAsync(db, waiting.ConvertAll(one => one.Lease), cancellationToken);
        return waiting.ConvertAll(one => new Case(one.Lease, new(one.Worker, one.Owner, NetworkBlock: null, answered[one.Lease.AuditOf!.Value].ToHashSet())));
    }

    /// <summary>Who has answered about each of these attempts already.</summary>
    private static async Task<ILookup<AttemptId, WorkerId>> AnsweredAsync(GridDb db, List<GrantedLease> leases, CancellationToken cancellationToken) => (leases.Count == 0 ? [] : await db.QueryRowsAsync(
        """
        WITH waiting(job, attempt) AS (VALUES {rows})
        SELECT attempt, c."WorkerId" FROM waiting JOIN attempts c ON c."JobId" = waiting.job AND c."AuditOf" = waiting.attempt WHERE c."State" = 'Answered'
        """, // unique index job, fence
        leases.ConvertAll(lease => new object?[] { lease.JobId.Value, lease.AuditOf!.Value.Value }), [], row => (Attempt: row.ReadId<AttemptId>(0), Worker: row.ReadId<WorkerId>(1)), cancellationToken))
        .ToLookup(row => row.Attempt, row => row.Worker);

    private GrantedLease ReadLease(DbDataReader row) => new()
    {
        Id = Ids.New<AttemptId>(time),
        AuditOf = row.ReadId<AttemptId>(0),
        JobId = row.ReadId<JobId>(1),
        RequestId = row.ReadId<RequestId>(2),
        Seed = row.GetInt64(3),
        CostMflop = row.GetInt64(4),
        Lane = row.GetString(5),
        Settings = Attempts.ReadSettings(row, 6),
        Purpose = AttemptPurpose.Recheck,
        WorkerId = default, // known when it is given
        AccountId = default,
        Fence = 0,
    };

    private sealed record Case(GrantedLease Lease, CheckedWork Work);
}
