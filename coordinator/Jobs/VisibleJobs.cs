using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>What somebody may see, as a part of the query: what may not be seen is not found, just like what is not there, and in the same time.</summary>
internal static class VisibleJobs
{
    public static IQueryable<Job> JobsVisibleTo(this GridDb db, Viewer viewer)
    {
        var (requests, all, own) = (db.Requests, viewer.SeesAll, viewer.AccountId);
        return db.Jobs.AsNoTracking().Where(job => job.Visibility == Visibility.Public || job.Visibility == Visibility.Unlisted
            || (job.Visibility == Visibility.Private && (all || requests.Any(request => request.Id == job.RequestId && request.AccountId == own))));
    }
}
