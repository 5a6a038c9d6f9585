using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Annotation.Serving;

/// <summary>
/// Asks whoever made a request about its pictures right after they are there: first which is best, then how good each is. Their word is kept apart as the author's.
/// </summary>
internal sealed class AssignOwnTask(IDbContextFactory<GridDb> databases, GridWriter writer, TimeProvider time)
{
    public async Task<AssignOutcome> RunAsync(RequestId id, Claimant claimant, Rater rater, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var request = await db.Requests.AsNoTracking().Where(one => one.Id == id).Select(one => new { one.AccountId, one.RequestKey }).SingleOrDefaultAsync(cancellationToken); // primary key
        if (request is null || !RequestOwnerPolicy.MayChange(claimant with { IsOperator = false }, new(request.AccountId, request.RequestKey)))
            return new AssignOutcome.Refused(AnnotationRefusals.NothingToJudge);
        var (now, jobs) = (time.GetUtcNow(), db.Jobs);
        var since = now - ServingPolicy.Apart;
        var set = await TaskPool.Pictures(db).Where(row => row.At > since && jobs.Any(job => job.Id == row.Id && job.RequestId == id)).OrderBy(row => row.At).Select(row => row.Id).ToListAsync(cancellationToken);
        if (set.Count == 0)
            return new AssignOutcome.Refused(AnnotationRefusals.NothingToJudge);
        var ids = set.ToArray();
        var known = (await db.Assignments.AsNoTracking().Where(one => one.RaterMark == rater.Mark && one.AssignedAt > since && one.IsAuthor && ids.Contains(one.JobId)).ToListAsync(cancellationToken)) // index rater mark, assigned at
            .FindAll(NewAssignment.IsCurrent);
        if (known.Find(one => one.State == AssignmentState.Open && one.LeasedUntil > now) is { } open)
            return new AssignOutcome.Assigned(open);
        return Next(set, known) is { } chosen ? new AssignOutcome.Assigned(await AddAsync(NewAssignment.Of(chosen, rater, isAuthor: true, now, time), cancellationToken)) : new AssignOutcome.Nothing();
    }

    /// <summary>What was not asked yet of this set; null when all was.</summary>
    private static Candidate? Next(List<JobId> set, List<Assignment> known)
    {
        if (set.Count > 1 && !known.Exists(one => one.TaskKind == TaskKind.BestOf && one.State != AssignmentState.Open))
            return new(TaskKind.BestOf, set[0], set[1], new() { Set = [.. set.Select(job => job.ToString())] }, ItemKey.Of(TaskKind.BestOf, set[0]));
        var rated = known.FindAll(one => one.TaskKind == TaskKind.Aesthetic && one.State != AssignmentState.Open).ConvertAll(one => one.JobId);
        return set.Except(rated).Select(job => new Candidate(TaskKind.Aesthetic, job, null, new(), ItemKey.Of(TaskKind.Aesthetic, job))).FirstOrDefault();
    }

    private Task<Assignment> AddAsync(Assignment assignment, CancellationToken cancellationToken) => writer.RunAsync(async db =>
    {
        await db.InsertAsync([assignment], cancellationToken);
        return assignment;
    }, cancellationToken);
}
