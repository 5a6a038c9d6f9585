using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Operations.Desk;

/// <summary>A job as the operator sees it.</summary>
internal sealed record SurveyedJob(JobId Id, RequestId RequestId, JobState State, string BundleId, string AccountName, DateTimeOffset QueuedAt, int Failures, string Failure, string WorkerName);

/// <summary>Which jobs.</summary>
/// <param name="Id">A job's or a request's; null for all.</param>
internal sealed record JobPage(int Limit, JobState? State, Guid? Id, JobId? Before);

/// <summary>Reads jobs for the operator, newest first.</summary>
internal sealed class SurveyJobs(IDbContextFactory<GridDb> databases)
{
    public async Task<IReadOnlyList<SurveyedJob>> RunAsync(JobPage page, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var jobs = db.Jobs.AsNoTracking();
        if (page.Id is { } id)
        {
            var (job, request) = (new JobId(id), new RequestId(id));
            jobs = jobs.Where(one => one.Id == job || one.RequestId == request); // primary key; unique index request, index
        }
        if (page.State is { } state)
            jobs = jobs.Where(one => one.State == state);
        if (page.Before is { } before)
        {
            var at = await db.Jobs.Where(one => one.Id == before).Select(one => one.QueuedAt).SingleOrDefaultAsync(cancellationToken);
            jobs = jobs.Where(one => one.QueuedAt < at);
        }
        return await Viewed(db, jobs.OrderByDescending(one => one.QueuedAt).Take(page.Limit)).ToListAsync(cancellationToken);
    }

    private static IQueryable<SurveyedJob> Viewed(GridDb db, IQueryable<Job> jobs)
    {
        var (requests, accounts, attempts, workers) = (db.Requests, db.Accounts, db.Attempts, db.Workers);
        return
            from job in jobs
            join request in requests on job.RequestId equals request.Id
            join account in accounts on request.AccountId equals account.Id
            join attempt in attempts on job.AttemptId equals (AttemptId?)attempt.Id into tries
            from attempt in tries.DefaultIfEmpty()
            join worker in workers on attempt.WorkerId equals worker.Id into names
            from worker in names.DefaultIfEmpty()
            orderby job.QueuedAt descending
            select new SurveyedJob(job.Id, job.RequestId, job.State, request.Settings.BundleId, account.Name, job.QueuedAt, job.Failures, job.Failure, worker == null ? "" : worker.Name);
    }
}
