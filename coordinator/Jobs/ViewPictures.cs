using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>A picture with its provenance.</summary>
internal sealed record PictureSnapshot
{
    public required Request Request { get; init; }

    public required Job Job { get; init; }

    public required Attempt Attempt { get; init; }

    public required string WorkerName { get; init; }

    public required string DeviceName { get; init; }

    public required string ContributorName { get; init; }

    public IReadOnlyList<PostingView> Postings { get; init; } = [];

    /// <summary>Whether who looks at it asked for it.</summary>
    public bool IsOwn { get; init; }

    public TimeSpan Took => Attempt.EndedAt is { } ended && Attempt.ClaimedAt is { } claimed ? ended - claimed : TimeSpan.Zero;
}

/// <summary>Which page of the pictures.</summary>
/// <param name="Before">Pictures older than this job; null for the newest.</param>
/// <param name="Contributor">Only this contributor's; empty for all.</param>
/// <param name="Checks">Only those with one of these checks; null for what public lists hold.</param>
internal sealed record PicturePage(int Limit, JobId? Before, string Contributor, IReadOnlyList<PictureCheck>? Checks = null)
{
    /// <summary>Only by this bundle; empty for all.</summary>
    public string BundleId { get; init; } = "";

    /// <summary>Only of this shape; null for all.</summary>
    public PictureShape? Shape { get; init; }

    /// <summary>Only those that passed an audit of their own.</summary>
    public bool IsAudited { get; init; }

    /// <summary>Whoever may see them: what is withheld is looked after wherever it hangs. Public ones alone otherwise.</summary>
    public bool IsForModerators { get; init; }
}

/// <summary>Reads rendered pictures. What a viewer may not see is not there.</summary>
internal sealed class ViewPictures(IDbContextFactory<GridDb> databases, IOptions<CheckOptions> options)
{
    private readonly PictureCheck[] _listed = options.Value.ListUnchecked ? [PictureCheck.Safe, PictureCheck.Unchecked] : [PictureCheck.Safe];

    /// <summary>One picture with its postings; null when there is none (yet).</summary>
    public async Task<PictureSnapshot?> OneAsync(JobId id, Viewer viewer, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var picture = await Rendered(db, db.JobsVisibleTo(viewer).Where(job => job.Id == id)).SingleOrDefaultAsync(cancellationToken); // primary key
        return picture is null ? null : picture with
        {
            Postings = await db.PostingsOfAsync(CauseOf(picture.Attempt.Id), cancellationToken),
            IsOwn = viewer.Owns(picture.Request.AccountId),
        };
    }

    /// <summary>Newest first, without postings.</summary>
    public async Task<IReadOnlyList<PictureSnapshot>> PageAsync(PicturePage page, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var jobs = page.IsForModerators ? db.JobsVisibleTo(Viewer.Moderator) : db.Jobs.AsNoTracking().Where(job => job.Visibility == Visibility.Public);
        if (page.Before is { } before)
        {
            // Only what the reader may see: a page behind a private picture would tell that it is there.
            var at = await db.JobsVisibleTo(page.IsForModerators ? Viewer.Moderator : Viewer.Nobody).Where(job => job.Id == before).Select(job => job.QueuedAt).SingleOrDefaultAsync(cancellationToken);
            jobs = jobs.Where(job => job.QueuedAt < at);
        }
        var checks = page.Checks ?? _listed;
        var rows = Narrowed(Rendered(db, jobs.Where(job => checks.Contains(job.Check))), page);
        return await rows.OrderByDescending(row => row.Job.QueuedAt) // index shown, or bundle or shape and queued at
            .Take(page.Limit).ToListAsync(cancellationToken);
    }

    private static IQueryable<PictureSnapshot> Narrowed(IQueryable<PictureSnapshot> rows, PicturePage page)
    {
        if (page.Contributor.Length > 0)
            rows = rows.Where(row => row.ContributorName == page.Contributor);
        if (page.BundleId.Length > 0)
            rows = rows.Where(row => row.Job.BundleId == page.BundleId);
        if (page.Shape is { } shape)
            rows = rows.Where(row => row.Job.Shape == shape);
        return page.IsAudited ? rows.Where(row => row.Attempt.Verdict == Verdict.Accepted) : rows;
    }

    /// <summary>The ledger's cause for an attempt's credit.</summary>
    public static string CauseOf(AttemptId attempt) => $"attempt:{attempt}";

    /// <summary>Those of these jobs that have a picture.</summary>
    internal static IQueryable<PictureSnapshot> Rendered(GridDb db, IQueryable<Job> jobs)
    {
        var (requests, attempts, workers, accounts) = (db.Requests, db.Attempts, db.Workers, db.Accounts);
        return
            from job in jobs.Where(one => one.State == JobState.Rendered || one.State == JobState.Done)
            join request in requests on job.RequestId equals request.Id
            join attempt in attempts on job.AttemptId equals (AttemptId?)attempt.Id
            join worker in workers on attempt.WorkerId equals worker.Id
            join account in accounts on attempt.AccountId equals account.Id
            select new PictureSnapshot
            {
                Request = request,
                Job = job,
                Attempt = attempt,
                WorkerName = worker.Name,
                DeviceName = worker.DeviceName,
                ContributorName = account.Name,
            };
    }
}
