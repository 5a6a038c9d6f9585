using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

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

    public TimeSpan Took => Attempt.EndedAt is { } ended && Attempt.ClaimedAt is { } claimed ? ended - claimed : TimeSpan.Zero;
}

/// <summary>Which page of the pictures.</summary>
/// <param name="Before">Pictures older than this job; null for the newest.</param>
/// <param name="Contributor">Only this contributor's; empty for all.</param>
internal sealed record PicturePage(int Limit, JobId? Before, string Contributor);

/// <summary>Reads rendered pictures.</summary>
internal sealed class ViewPictures(IDbContextFactory<GridDb> databases)
{
    /// <summary>One picture with its postings; null when there is none (yet).</summary>
    public async Task<PictureSnapshot?> OneAsync(JobId id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var picture = await Rendered(db).SingleOrDefaultAsync(row => row.Job.Id == id, cancellationToken);
        return picture is null ? null : picture with { Postings = await db.PostingsOfAsync(CauseOf(picture.Attempt.Id), cancellationToken) };
    }

    /// <summary>Newest first, without postings.</summary>
    public async Task<IReadOnlyList<PictureSnapshot>> PageAsync(PicturePage page, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = Rendered(db);
        if (page.Before is { } before)
        {
            var at = await db.Jobs.Where(job => job.Id == before).Select(job => job.QueuedAt).SingleOrDefaultAsync(cancellationToken);
            rows = rows.Where(row => row.Job.QueuedAt < at);
        }
        if (page.Contributor.Length > 0)
            rows = rows.Where(row => row.ContributorName == page.Contributor);
        return await rows.OrderByDescending(row => row.Job.QueuedAt) // index queued at
            .Take(page.Limit).ToListAsync(cancellationToken);
    }

    /// <summary>The ledger's cause for an attempt's credit.</summary>
    public static string CauseOf(AttemptId attempt) => $"attempt:{attempt}";

    private static IQueryable<PictureSnapshot> Rendered(GridDb db)
    {
        var (requests, attempts, workers, accounts) = (db.Requests, db.Attempts, db.Workers, db.Accounts);
        return
            from job in db.Jobs.AsNoTracking().Where(one => one.State == JobState.Rendered || one.State == JobState.Done)
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
