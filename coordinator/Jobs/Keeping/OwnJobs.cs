using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Jobs.Keeping;

/// <summary>A job and the request it belongs to.</summary>
internal sealed record OwnJob(JobId Id, RequestId RequestId);

internal static class OwnJobs
{
    /// <summary>Those of these jobs that this account asked for and has not deleted.</summary>
    public static IQueryable<Job> OwnJobsOf(this GridDb db, AccountId owner, IReadOnlyCollection<JobId> ids)
    {
        var requests = db.Requests;
        return db.Jobs.Where(job => ids.Contains(job.Id) && VisibilityPolicy.Choices.Contains(job.Visibility) // primary key
            && requests.Any(request => request.Id == job.RequestId && request.AccountId == owner));
    }
}
