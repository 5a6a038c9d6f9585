using System.Data.Common;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Leases;

/// <summary>
/// Leases waiting jobs to idle workers, many in one short transaction. Rows that another coordinator is at are skipped, so each of them
/// takes other jobs. The lease lasts only as long as an offer until its worker claims it.
/// </summary>
internal sealed class LeaseRenders(GridWriter writer, JobNeeds needs, WaitingRoom room, QueueGauge gauge, QueueSignal signal, IOptions<LeaseOptions> options, TimeProvider time)
{
    /// <summary>Jobs of one lane in one turn: enough to choose from, few enough for a short transaction.</summary>
    private const int Batch = 200;

    /// <summary>Looks only into lanes that somebody idle could serve; the others wait without a query until somebody comes.</summary>
    /// <returns>The leases, to be offered.</returns>
    public async Task<IReadOnlyList<HeldLease>> RunAsync(CancellationToken cancellationToken)
    {
        var lanes = signal.TakeLanes().ToLookup(lane => needs.Of(lane) is { } need && room.CanDo(WorkerRole.Volunteer, need));
        signal.PutBack(lanes[false]);
        if (!lanes.Contains(true))
            return [];
        try
        {
            var turn = await writer.RunAsync(db => LeaseAsync(db, [.. lanes[true]], cancellationToken), cancellationToken);
            signal.PutBack(turn.Unfinished);
            foreach (var lane in turn.Full)
                signal.LookInto(lane);
            foreach (var lane in turn.Leases.GroupBy(lease => lease.Terms.Lane))
                gauge.Left(lane.Key, lane.Count());
            return turn.Leases;
        }
        catch
        {
            foreach (var lane in lanes[true])
                signal.LookInto(lane);
            throw;
        }
    }

    private async Task<Turn> LeaseAsync(GridDb db, IReadOnlyList<string> lanes, CancellationToken cancellationToken)
    {
        var most = Math.Min(Batch, room.IdleCount(WorkerRole.Volunteer));
        var waiting = new List<WaitingJob>();
        foreach (var lane in lanes)
            waiting.AddRange(await ReadAsync(db, lane, most, cancellationToken));
        var full = lanes.Where(lane => waiting.Count(job => job.Lane == lane) == most).ToList();
        var pairs = Match(waiting);
        var fences = await TakeAsync(db, pairs, cancellationToken);
        var (now, until) = (time.GetUtcNow(), time.GetUtcNow() + options.Value.OfferLasts);
        var leases = pairs.Where(pair => fences.ContainsKey(pair.Job.Id)).Select(pair => pair.ToLease(fences[pair.Job.Id])).ToList();
        await db.InsertAsync(leases.ConvertAll(lease => Attempts.Offered(lease, now, until)), cancellationToken);
        foreach (var pair in pairs)
            gauge.Served(pair.Job.StartTag);
        var leased = leases.Select(lease => lease.JobId).ToHashSet();
        return new(leases.ConvertAll(lease => new HeldLease(lease, until)), full, waiting.Where(job => !leased.Contains(job.Id)).Select(job => job.Lane).Distinct().ToList());
    }

    private List<Pair> Match(IEnumerable<WaitingJob> ofLanes)
    {
        var waiting = ofLanes.OrderBy(job => job.StartTag).ToList(); // of several lanes one order; each keeps its own between equals
        return room.Choose(WorkerRole.Volunteer, waiting.ConvertAll(job => needs.Of(job.Settings, job.CostMflop)))
            .Select(chosen => new Pair(waiting[chosen.Job], chosen.Waiter, Ids.New<AttemptId>(time))).ToList();
    }

    private Task<List<WaitingJob>> ReadAsync(GridDb db, string lane, int most, CancellationToken cancellationToken) => db.QueryRowsAsync(
        $"""
        SELECT j."Id", j."RequestId", j."Seed", j."CostMflop", j."StartTag", r."IsVerified",
            {Attempts.SettingsColumns}
        FROM jobs j JOIN requests r ON r."Id" = j."RequestId"
        WHERE j."State" = 'Queued' AND j."Lane" = @a0 ORDER BY j."StartTag", j."QueuedAt" LIMIT @a1 {writer.SkipLocked("j")}
        """, // index lane, start tag, queued at
        [], [lane, most], row => ReadJob(row, lane), cancellationToken);

    private static WaitingJob ReadJob(DbDataReader row, string lane) => new(
        row.ReadId<JobId>(0), row.ReadId<RequestId>(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetBoolean(5), lane, Attempts.ReadSettings(row, 6));

    private static async Task<Dictionary<JobId, long>> TakeAsync(GridDb db, IReadOnlyList<Pair> pairs, CancellationToken cancellationToken) => pairs.Count == 0 ? [] :
        (await db.QueryRowsAsync(
            $"""
            WITH taken(job, attempt) AS (VALUES {"{rows}"})
            UPDATE jobs SET "State" = '{JobLifecycle.To(JobEvent.Claim)}', "Fence" = "Fence" + 1, "AttemptId" = attempt
            FROM taken WHERE "Id" = job AND "State" = 'Queued' RETURNING "Id", "Fence"
            """,
            pairs.Select(pair => new object?[] { pair.Job.Id.Value, pair.AttemptId.Value }).ToList(), [],
            row => (Job: row.ReadId<JobId>(0), Fence: row.GetInt64(1)), cancellationToken)).ToDictionary(row => row.Job, row => row.Fence);

    /// <param name="Full">Lanes read to the bound: more may wait.</param>
    /// <param name="Unfinished">Lanes of which jobs are left that nobody idle can do.</param>
    private sealed record Turn(IReadOnlyList<HeldLease> Leases, IReadOnlyList<string> Full, IReadOnlyList<string> Unfinished);

    private sealed record WaitingJob(JobId Id, RequestId RequestId, long Seed, long CostMflop, long StartTag, bool IsVerified, string Lane, RenderSettings Settings);

    private sealed record Pair(WaitingJob Job, Waiter Waiter, AttemptId AttemptId)
    {
        public GrantedLease ToLease(long fence) => new()
        {
            Id = AttemptId,
            Fence = fence,
            Purpose = AttemptPurpose.Render,
            WorkerId = Waiter.WorkerId,
            AccountId = Waiter.Attendance.AccountId,
            JobId = Job.Id,
            RequestId = Job.RequestId,
            Seed = Job.Seed,
            CostMflop = Job.CostMflop,
            Lane = Job.Lane,
            Settings = Job.Settings,
            IsVerified = Job.IsVerified,
            DeviceClass = Waiter.Attendance.DeviceClass,
        };
    }
}
