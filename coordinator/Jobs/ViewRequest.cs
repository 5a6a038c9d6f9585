using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>A job as its person sees it.</summary>
internal sealed record JobSnapshot
{
    public required JobId Id { get; init; }

    public required int Index { get; init; }

    public required long Seed { get; init; }

    public required JobState State { get; init; }

    /// <summary>Jobs ahead of it; meaningful only while Queued.</summary>
    public int QueuePosition { get; init; }

    public required string WorkerName { get; init; }

    public required Verdict Verdict { get; init; }

    public required string PictureSha256 { get; init; }

    public required string FailureCode { get; init; }

    public required string Failure { get; init; }

    public required DateTimeOffset QueuedAt { get; init; }

    public required string Lane { get; init; }

    public required long StartTag { get; init; }

    public required long CostMflop { get; init; }

    /// <summary>When the worker of the current attempt took it on; null before.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>From now; null when nothing is known, or the picture is there.</summary>
    public (TimeSpan Low, TimeSpan High)? Arrival { get; init; }

    public static JobSnapshot OfNew(Job job) => new()
    {
        Id = job.Id,
        Index = job.Index,
        Seed = job.Seed,
        State = job.State,
        WorkerName = "",
        Verdict = Verdict.None,
        PictureSha256 = "",
        FailureCode = "",
        Failure = "",
        QueuedAt = job.QueuedAt,
        Lane = job.Lane,
        StartTag = job.StartTag,
        CostMflop = job.CostMflop,
        Arrival = job.PromisedFrom is { } from && job.PromisedTo is { } to ? (from - job.QueuedAt, to - job.QueuedAt) : null,
    };
}

/// <summary>A request as its person sees it.</summary>
internal sealed record RequestSnapshot(RequestId Id, AccountId AccountId, RenderSettings Settings, IReadOnlyList<JobSnapshot> Jobs, DateTimeOffset CreatedAt)
{
    /// <summary>See <see cref="Request.IsVerified"/>.</summary>
    public bool IsVerified { get; init; }

    public bool IsFinal => Jobs.All(job => JobLifecycle.IsFinal(job.State));

    /// <summary>A request as it was just written; its places in the queue are not counted.</summary>
    public static RequestSnapshot OfNew(Request request, IReadOnlyList<Job> jobs) => new(request.Id, request.AccountId, request.Settings, jobs.Select(JobSnapshot.OfNew).ToList(), request.CreatedAt) { IsVerified = request.IsVerified };
}

/// <summary>Reads how a request stands.</summary>
internal sealed class ViewRequest(IDbContextFactory<GridDb> databases, EstimateArrival arrival)
{
    /// <summary>Places are counted to here: beyond it the number says no more than "many".</summary>
    private const int MaxPosition = 1000;

    /// <summary>Null when there is no such request.</summary>
    public async Task<RequestSnapshot?> RunAsync(RequestId id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(db, id, cancellationToken) is { } request
            ? request with { Jobs = request.Jobs.Select(job => job with { Arrival = ArrivalOf(job, request.Settings.BundleId) }).ToList() }
            : null;
    }

    private (TimeSpan Low, TimeSpan High)? ArrivalOf(JobSnapshot job, string bundle) => job.State switch
    {
        JobState.Queued => arrival.OfQueued(job.Lane, bundle, job.CostMflop, job.StartTag, job.QueuePosition),
        JobState.Leased => arrival.OfLeased(bundle, job.CostMflop, job.ClaimedAt),
        _ => null,
    };

    public static async Task<RequestSnapshot?> ReadAsync(GridDb db, RequestId id, CancellationToken cancellationToken)
    {
        var request = await db.Requests.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (request is null)
            return null;
        var jobs = new List<JobSnapshot>();
        foreach (var job in await SnapshotsAsync(db, id, cancellationToken))
            jobs.Add(job.State == JobState.Queued ? job with { QueuePosition = await AheadAsync(db, job, cancellationToken) } : job);
        return new(request.Id, request.AccountId, request.Settings, jobs, request.CreatedAt) { IsVerified = request.IsVerified };
    }

    private static Task<List<JobSnapshot>> SnapshotsAsync(GridDb db, RequestId id, CancellationToken cancellationToken)
    {
        var (attempts, workers) = (db.Attempts, db.Workers);
        var rows =
            from job in db.Jobs.Where(one => one.RequestId == id) // unique index request, index
            join attempt in attempts on job.AttemptId equals (AttemptId?)attempt.Id into tries
            from attempt in tries.DefaultIfEmpty()
            join worker in workers on attempt.WorkerId equals worker.Id into names
            from worker in names.DefaultIfEmpty()
            orderby job.Index
            select new JobSnapshot
            {
                Id = job.Id,
                Index = job.Index,
                Seed = job.Seed,
                State = job.State,
                WorkerName = worker == null ? "" : worker.Name,
                Verdict = attempt == null ? Verdict.None : attempt.Verdict,
                PictureSha256 = attempt == null ? "" : attempt.PictureSha256,
                FailureCode = job.FailureCode,
                Failure = job.Failure,
                QueuedAt = job.QueuedAt,
                Lane = job.Lane,
                StartTag = job.StartTag,
                CostMflop = job.CostMflop,
                ClaimedAt = attempt == null ? null : attempt.ClaimedAt,
            };
        return rows.ToListAsync(cancellationToken);
    }

    private static Task<int> AheadAsync(GridDb db, JobSnapshot job, CancellationToken cancellationToken)
    {
        var (lane, tag, at) = (job.Lane, job.StartTag, job.QueuedAt);
        return db.Jobs.Where(other => other.State == JobState.Queued && other.Lane == lane) // index lane, start tag, queued at
            .Where(other => other.StartTag < tag || (other.StartTag == tag && other.QueuedAt < at))
            .Take(MaxPosition).CountAsync(cancellationToken);
    }
}
