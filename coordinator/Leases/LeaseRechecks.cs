using System.Data.Common;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Leases;

/// <summary>
/// Leases attempts whose evaluations are to be done again, as <see cref="LeaseRenders"/> leases jobs: first what the lots left to volunteers to
/// proven ones that are idle, then all that is left to referees, so that nothing waits for a volunteer.
/// </summary>
internal sealed class LeaseRechecks(GridWriter writer, JobNeeds needs, WaitingRoom room, QueueSignal signal, ICheckerPool pool, IOptions<LeaseOptions> options, TimeProvider time)
{
    private const int Batch = 50;
    private const int FirstSetting = 6;
    private const int BehindSettings = FirstSetting + Attempts.SettingsCount;
    private const int MostVolunteers = 64; // looked at for a batch of checks: of many, most are proven

    private bool MayVolunteersCheck => pool.IsOpen && room.IdleCount(WorkerRole.Volunteer) > 0;

    /// <returns>The leases, to be offered.</returns>
    public async Task<IReadOnlyList<HeldLease>> RunAsync(CancellationToken cancellationToken)
    {
        if ((room.IdleCount(WorkerRole.Referee) == 0 && !MayVolunteersCheck) || !signal.TakeAudits())
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
        var chosen = await ChooseAsync(db, found, cancellationToken);
        if (chosen.Count == 0)
            return ([], found.Count > 0);
        await db.ExecuteRowsAsync("""UPDATE attempts SET "Audit" = 'Leased' WHERE "Id" IN (VALUES {rows})""", chosen.ConvertAll(one => new object?[] { one.Lease.AuditOf!.Value.Value }), [], cancellationToken); // read above
        var fences = (await db.QueryRowsAsync(
            """UPDATE jobs SET "Fence" = "Fence" + 1 WHERE "Id" IN (VALUES {rows}) RETURNING "Id", "Fence" """,
            chosen.ConvertAll(one => new object?[] { one.Lease.JobId.Value }), [],
            row => (Job: row.ReadId<JobId>(0), Fence: row.GetInt64(1)), cancellationToken)).ToDictionary(row => row.Job, row => row.Fence);
        var (now, until) = (time.GetUtcNow(), time.GetUtcNow() + options.Value.OfferLasts);
        var leases = chosen.ConvertAll(one => one.Lease with
        {
            WorkerId = one.Checker.WorkerId,
            AccountId = one.Checker.Attendance.AccountId,
            Fence = fences[one.Lease.JobId],
            CheckedAccountId = one.Checker.Attendance.Role == WorkerRole.Volunteer ? one.Work.AccountId : null,
        });
        await db.InsertAsync(leases.ConvertAll(lease => Attempts.Offered(lease, now, until)), cancellationToken);
        return (leases.ConvertAll(lease => new HeldLease(lease, until)), found.Count > chosen.Count || found.Count == Batch);
    }

    private async Task<List<Given>> ChooseAsync(GridDb db, List<Case> waiting, CancellationToken cancellationToken)
    {
        var byVolunteers = await ChooseVolunteersAsync(db, waiting.FindAll(one => one.Work.IsForVolunteers), cancellationToken);
        var rest = waiting.ExceptBy(byVolunteers.Select(one => one.Lease.Id), one => one.Lease.Id).ToList();
        // One of a job at a time: two would want two fences of one statement.
        return [.. byVolunteers.Concat(Choose(WorkerRole.Referee, rest, (_, _) => true)).DistinctBy(one => one.Lease.JobId)];
    }

    private async Task<List<Given>> ChooseVolunteersAsync(GridDb db, List<Case> waiting, CancellationToken cancellationToken)
    {
        if (waiting.Count == 0 || !MayVolunteersCheck)
            return [];
        var proven = await pool.ProvenAsync(db, room.SampleCheckers(MostVolunteers), cancellationToken);
        if (proven.Count == 0)
            return [];
        var lately = await pool.LatelyAsync(db, [.. waiting.Select(one => one.Work.AccountId).Distinct()], cancellationToken);
        var strangers = waiting.ConvertAll(one => one with { Work = one.Work with { Lately = lately[one.Work.AccountId].ToHashSet() } });
        return [.. Choose(WorkerRole.Volunteer, strangers, (one, waiter) => proven.Contains((waiter.WorkerId, one.Lease.Settings.BundleId)))
            .DistinctBy(one => (one.Work.AccountId, one.Checker.Attendance.AccountId))]; // nor twice in one batch
    }

    private List<Given> Choose(WorkerRole role, List<Case> waiting, Func<Case, Waiter, bool> may) =>
        room.Choose(role, waiting.ConvertAll(one => needs.Of(one.Lease.Settings, one.Lease.CostMflop)), (index, waiter) => may(waiting[index], waiter) && CheckerPolicy.MayCheck(CheckerOf(waiter), waiting[index].Work))
            .Select(one => new Given(waiting[one.Job].Lease, waiting[one.Job].Work, one.Waiter)).ToList();

    private static Checker CheckerOf(Waiter waiter) => new(waiter.WorkerId, waiter.Attendance.Role, waiter.Attendance.AccountId, waiter.Attendance.KnownNetworkBlock);

    /// <summary>Appeals come after all others: they may wait for a referee that is not there, and many of them must not hold up the rest.</summary>
    private async Task<List<Case>> ReadAsync(GridDb db, CancellationToken cancellationToken)
    {
        var waiting = await ReadAsync(db, Verdict.Pending, Batch, cancellationToken);
        return waiting.Count == Batch ? waiting : [.. waiting, .. await ReadAsync(db, Verdict.Rejected, Batch - waiting.Count, cancellationToken)];
    }

    private async Task<List<Case>> ReadAsync(GridDb db, Verdict verdict, int most, CancellationToken cancellationToken)
    {
        var waiting = await db.QueryRowsAsync(
            $"""
            SELECT a."Id", j."Id", j."RequestId", j."Seed", j."CostMflop", j."Lane",
                {Attempts.SettingsColumns}, a."WorkerId", a."AccountId", a."IsForVolunteers"
            FROM attempts a JOIN jobs j ON j."Id" = a."JobId" JOIN requests r ON r."Id" = j."RequestId"
            WHERE a."Audit" = 'Waiting' AND a."Verdict" = @a0 ORDER BY a."EndedAt" LIMIT @a1 {writer.SkipLocked("a")}
            """, // index audit, ended at
            [], [verdict.ToString(), most], row => (Lease: ReadLease(row), Worker: row.ReadId<WorkerId>(BehindSettings), Owner: row.ReadId<AccountId>(BehindSettings + 1), IsForVolunteers: row.GetBoolean(BehindSettings + 2)), cancellationToken);
        var answered = await AnsweredAsync(db, waiting.ConvertAll(one => one.Lease), cancellationToken);
        return waiting.ConvertAll(one => new Case(one.Lease, new(one.Worker, one.Owner, room.NetworkBlockOf(one.Worker), one.IsForVolunteers, answered[one.Lease.AuditOf!.Value].ToHashSet())));
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
        Settings = Attempts.ReadSettings(row, FirstSetting),
        Purpose = AttemptPurpose.Recheck,
        WorkerId = default, // known when it is given
        AccountId = default,
        Fence = 0,
    };

    private sealed record Case(GrantedLease Lease, CheckedWork Work);

    private sealed record Given(GrantedLease Lease, CheckedWork Work, Waiter Checker);
}
