using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs.Arrivals;
using LaionGrid.Coordinator.Jobs.Checks;
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

    /// <summary>As that worker reported it; empty when it did not.</summary>
    public string DeviceName { get; init; } = "";

    public required Verdict Verdict { get; init; }

    public required string PictureSha256 { get; init; }

    public required Visibility Visibility { get; init; }

    public required string FailureCode { get; init; }

    public required string Failure { get; init; }

    public required DateTimeOffset QueuedAt { get; init; }

    public required string Lane { get; init; }

    public required long StartTag { get; init; }

    public required long CostMflop { get; init; }

    public PictureCheck Check { get; init; }

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
        Visibility = job.Visibility,
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

    /// <summary>Shows whose it is where no account does; never sent to anybody.</summary>
    public string RequestKey { get; init; } = "";

    /// <summary>Whether who looks at it asked for it.</summary>
    public bool IsOwn { get; init; }

    /// <summary>See <see cref="Request.RemixOf"/>.</summary>
    public JobId? RemixOf { get; init; }

    /// <summary>Whether who asked agreed to a release, by whatever words.</summary>
    public bool IsOpenData { get; init; }

    public bool IsFinal => Jobs.All(job => JobLifecycle.IsFinal(job.State));

    /// <summary>A request as it was just written; its places in the queue are not counted.</summary>
    public static RequestSnapshot OfNew(Request request, IReadOnlyList<Job> jobs) =>
        Of(request, jobs.Select(JobSnapshot.OfNew).ToList(), isOwn: request.AccountId != AccountId.Anonymous);

    public static RequestSnapshot Of(Request request, IReadOnlyList<JobSnapshot> jobs, bool isOwn) =>
        new(request.Id, request.AccountId, request.Settings, jobs, request.CreatedAt) { IsVerified = request.IsVerified, IsOwn = isOwn, RemixOf = request.RemixOf, RequestKey = request.RequestKey, IsOpenData = request.ReleaseConsent != ReleaseConsents.None };
}

/// <summary>Reads how a request stands.</summary>
internal sealed class ViewRequest(IDbContextFactory<GridDb> databases, EstimateArrival arrival)
{
    /// <summary>Places are counted to here: beyond it the number says no more than "many".</summary>
    private const int MaxPosition = 1000;

    /// <summary>Null when there is no such request, or none of its pictures may be seen by this viewer.</summary>
    public async Task<RequestSnapshot?> RunAsync(RequestId id, Viewer viewer, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(db, id, viewer, cancellationToken) is { } request
            ? request with { Jobs = request.Jobs.Select(job => job with { Arrival = ArrivalOf(job, request.Settings.BundleId) }).ToList() }
            : null;
    }

    private (TimeSpan Low, TimeSpan High)? ArrivalOf(JobSnapshot job, string bundle) => job.State switch
    {
        JobState.Queued => arrival.OfQueued(job.Lane, bundle, job.CostMflop, job.StartTag, job.QueuePosition),
        JobState.Leased => arrival.OfLeased(bundle, job.CostMflop, job.ClaimedAt),
        _ => null,
    };

    public static async Task<RequestSnapshot?> ReadAsync(GridDb db, RequestId id, Viewer viewer, CancellationToken cancellationToken)
    {
        var visible = db.JobsVisibleTo(viewer);
        var request = await db.Requests.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id && visible.Any(job => job.RequestId == one.Id), cancellationToken);
        if (request is null)
            return null;
        var isOwn = viewer.Owns(request.AccountId);
        var found = await SnapshotsAsync(db, visible.Where(job => job.RequestId == id), cancellationToken); // unique index request, index
        var jobs = new List<JobSnapshot>();
        foreach (var job in isOwn || viewer.SeesAll ? found : VisibilityPolicy.Shown(found, job => job.Visibility))
            jobs.Add(job.State == JobState.Queued ? job with { QueuePosition = await AheadAsync(db, job, cancellationToken) } : job);
        return RequestSnapshot.Of(request, jobs, isOwn);
    }

    private static Task<List<JobSnapshot>> SnapshotsAsync(GridDb db, IQueryable<Job> jobs, CancellationToken cancellationToken)
    {
        var (attempts, workers) = (db.Attempts, db.Workers);
        var rows =
            from job in jobs
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
                DeviceName = worker == null ? "" : worker.DeviceName,
                Verdict = attempt == null ? Verdict.None : attempt.Verdict,
                PictureSha256 = attempt == null ? "" : attempt.PictureSha256,
                Visibility = job.Visibility,
                FailureCode = job.FailureCode,
                Failure = job.Failure,
                QueuedAt = job.QueuedAt,
                Lane = job.Lane,
                StartTag = job.StartTag,
                CostMflop = job.CostMflop,
                Check = job.Check,
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
