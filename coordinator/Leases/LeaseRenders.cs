using System.Data.Common;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Storage;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Leases;

/// <summary>
/// Leases waiting jobs to idle workers, many in one short transaction. Rows that another coordinator is at are skipped, so each of them
/// takes other jobs. The lease lasts only as long as an offer until its worker claims it.
/// </summary>
internal sealed class LeaseRenders(GridWriter writer, BundleCatalogue bundles, SpeedBook speeds, QueueGauge gauge, QueueSignal signal, IOptions<LeaseOptions> options, TimeProvider time)
{
    /// <returns>The leases, to be offered.</returns>
    public async Task<IReadOnlyList<HeldLease>> RunAsync(IReadOnlyList<Waiter> idle, CancellationToken cancellationToken)
    {
        var lanes = signal.TakeLanes();
        if (lanes.Count == 0)
            return [];
        try
        {
            var (leases, unfinished) = await writer.RunAsync(db => LeaseAsync(db, lanes, idle, cancellationToken), cancellationToken);
            foreach (var lane in unfinished)
                signal.LookInto(lane);
            gauge.Left(leases.Count);
            return leases;
        }
        catch
        {
            foreach (var lane in lanes)
                signal.LookInto(lane);
            throw;
        }
    }

    private async Task<(IReadOnlyList<HeldLease> Leases, IReadOnlyList<string> Unfinished)> LeaseAsync(
        GridDb db, IReadOnlyList<string> lanes, IReadOnlyList<Waiter> idle, CancellationToken cancellationToken)
    {
        var slots = idle.Sum(waiter => waiter.FreeSlots);
        var waiting = new List<WaitingJob>();
        foreach (var lane in lanes)
            waiting.AddRange(await ReadAsync(db, lane, slots, cancellationToken));
        var pairs = Match(waiting, idle);
        var fences = await TakeAsync(db, pairs, cancellationToken);
        var (now, until) = (time.GetUtcNow(), time.GetUtcNow() + options.Value.OfferLasts);
        var leases = pairs.Where(pair => fences.ContainsKey(pair.Job.Id)).Select(pair => pair.ToLease(fences[pair.Job.Id])).ToList();
        db.AddRange(leases.Select(lease => Attempts.Offered(lease, now, until)));
        await db.SaveChangesAsync(cancellationToken);
        foreach (var pair in pairs)
            gauge.Served(pair.Job.StartTag);
        var left = waiting.Select(job => job.Id).Except(leases.Select(lease => lease.JobId)).ToHashSet();
        var unfinished = lanes.Where(lane => waiting.Count(job => job.Lane == lane) == slots || waiting.Exists(job => job.Lane == lane && left.Contains(job.Id)));
        return (leases.ConvertAll(lease => new HeldLease(lease, until)), unfinished.ToList());
    }

    private List<Pair> Match(IEnumerable<WaitingJob> ofLanes, IReadOnlyList<Waiter> idle)
    {
        var waiting = ofLanes.OrderBy(job => job.StartTag).ToList(); // of several lanes one order; each keeps its own between equals
        var jobs = waiting.ConvertAll(job => new MatchJob(job.Settings.BundleId, NeedOf(job), job.CostMflop));
        var workers = idle.Select(waiter => new MatchWorker(
            waiter.Attendance.MemoryMiB, waiter.Attendance.BundlesOnDisk, waiter.WarmBundle, SpeedOf(waiter), waiter.FreeSlots)).ToList();
        return MatchPolicy.Match(jobs, workers).Select(pair => new Pair(waiting[pair.Job], idle[pair.Worker], Ids.New<AttemptId>(time))).ToList();
    }

    private long NeedOf(WaitingJob job) =>
        bundles.Find(job.Settings.BundleId) is { } bundle ? Lane.Of(bundle.Id, job.Settings.Width, job.Settings.Height).NeedMiB(bundle.MemoryMiB) : 0;

    private double SpeedOf(Waiter waiter) => speeds.Find(waiter.Attendance.DeviceClass, waiter.WarmBundle)?.Median ?? 0;

    private Task<List<WaitingJob>> ReadAsync(GridDb db, string lane, int most, CancellationToken cancellationToken) => db.QueryRowsAsync(
        $"""
        SELECT j."Id", j."RequestId", j."Seed", j."CostMflop", j."StartTag",
            r."Prompt", r."NegativePrompt", r."BundleId", r."Width", r."Height", r."Steps", r."Guidance", r."Sampler"
        FROM jobs j JOIN requests r ON r."Id" = j."RequestId"
        WHERE j."State" = 'Queued' AND j."Lane" = @a0 ORDER BY j."StartTag", j."QueuedAt" LIMIT @a1 {writer.SkipLocked("j")}
        """, // index lane, start tag, queued at
        [], [lane, most], row => ReadJob(row, lane), cancellationToken);

    private static WaitingJob ReadJob(DbDataReader row, string lane) => new(
        row.ReadId<JobId>(0), row.ReadId<RequestId>(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), lane, Attempts.ReadSettings(row, 5));

    private static async Task<Dictionary<JobId, long>> TakeAsync(GridDb db, IReadOnlyList<Pair> pairs, CancellationToken cancellationToken) => pairs.Count == 0 ? [] :
        (await db.QueryRowsAsync(
            $"""
            WITH taken(job, attempt) AS (VALUES {"{rows}"})
            UPDATE jobs SET "State" = '{JobLifecycle.To(JobEvent.Claim)}', "Fence" = "Fence" + 1, "AttemptId" = attempt
            FROM taken WHERE "Id" = job AND "State" = 'Queued' RETURNING "Id", "Fence"
            """,
            pairs.Select(pair => new object?[] { pair.Job.Id.Value, pair.AttemptId.Value }).ToList(), [],
            row => (Job: row.ReadId<JobId>(0), Fence: row.GetInt64(1)), cancellationToken)).ToDictionary(row => row.Job, row => row.Fence);

    private sealed record WaitingJob(JobId Id, RequestId RequestId, long Seed, long CostMflop, long StartTag, string Lane, RenderSettings Settings);

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
            Settings = Job.Settings,
            DeviceClass = Waiter.Attendance.DeviceClass,
        };
    }
}
