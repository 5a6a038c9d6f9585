using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Jobs.Keeping;

/// <summary>What a picture was made from, and what was made from it, newest first.</summary>
internal sealed record LineageSnapshot(PictureSnapshot? Parent, IReadOnlyList<PictureSnapshot> Variations);

/// <summary>
/// Reads how pictures come from each other. An unlisted picture is never named here but to its own person: its address is known to those it was given to.
/// </summary>
internal sealed class ViewLineage(IDbContextFactory<GridDb> databases)
{
    private const int Most = 24;

    /// <summary>Null when there is no such picture for the viewer.</summary>
    public async Task<LineageSnapshot?> RunAsync(JobId id, Viewer viewer, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var requests = db.Requests;
        var origin = await db.JobsVisibleTo(viewer).Where(job => job.Id == id) // primary key
            .Join(requests, job => job.RequestId, request => request.Id, (job, request) => new { request.RemixOf }).SingleOrDefaultAsync(cancellationToken);
        if (origin is null)
            return null;
        var named = NamedTo(db, viewer);
        var parent = origin.RemixOf is { } from ? await ViewPictures.Rendered(db, named.Where(job => job.Id == from)).SingleOrDefaultAsync(cancellationToken) : null;
        var variations = named.Where(job => requests.Any(request => request.Id == job.RequestId && request.RemixOf == id)); // index remix of
        return new(parent, await ViewPictures.Rendered(db, variations).OrderByDescending(row => row.Job.QueuedAt).Take(Most).ToListAsync(cancellationToken));
    }

    private static IQueryable<Job> NamedTo(GridDb db, Viewer viewer)
    {
        var (requests, all, own) = (db.Requests, viewer.SeesAll, viewer.AccountId);
        return db.JobsVisibleTo(viewer).Where(job => job.Check == PictureCheck.Safe || job.Check == PictureCheck.Unchecked).Where(job => job.Visibility == Visibility.Public || all || requests.Any(request => request.Id == job.RequestId && request.AccountId == own));
    }
}
