using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Annotation.Taking;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Arrivals;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Annotation.Rewards;

/// <summary>Moves the rater's own waiting picture forward in its line, inside the transaction that keeps the answer, and counts whom it passed.</summary>
internal sealed class MoveForward(ServicePace pace)
{
    /// <returns>Null when nothing of the rater's waits that could come forward; then the answer earns what it earns anywhere.</returns>
    public async Task<MovedForward?> RunAsync(GridDb db, RequestId id, string key, Assignment assignment, CancellationToken cancellationToken)
    {
        var request = await db.Requests.AsNoTracking().Where(one => one.Id == id).Select(one => new { one.AccountId, one.RequestKey, one.IsVerified }).SingleOrDefaultAsync(cancellationToken); // primary key
        var claimant = new Claimant(assignment.RaterAccountId ?? AccountId.Anonymous, key, IsOperator: false);
        if (request is null || !RequestOwnerPolicy.MayChange(claimant, new(request.AccountId, request.RequestKey)))
            return null;
        var waiting = await db.Jobs.AsNoTracking().Where(job => job.RequestId == id && job.State == JobState.Queued).OrderBy(job => job.StartTag).ToListAsync(cancellationToken); // unique index request, index
        foreach (var job in waiting)
        {
            var tag = WaitingShiftPolicy.Moved(job.StartTag, job.FinishTag, FairQueuePolicy.Price(job.CostMflop, request.IsVerified), TaskRules.Of(assignment.TaskKind).Points);
            if (tag < job.StartTag && await MoveAsync(db, job, tag, cancellationToken) is { } moved)
                return moved;
        }
        return null;
    }

    private async Task<MovedForward?> MoveAsync(GridDb db, Job job, long tag, CancellationToken cancellationToken)
    {
        var (from, lane, at, id) = (job.StartTag, job.Lane, job.QueuedAt, job.Id);
        if (await db.Jobs.Where(one => one.Id == id && one.State == JobState.Queued && one.StartTag == from).ExecuteUpdateAsync(set => set.SetProperty(one => one.StartTag, tag), cancellationToken) == 0)
            return null; // taken meanwhile
        var passed = await db.Jobs.Where(one => one.State == JobState.Queued && one.Lane == lane && one.Id != id) // index lane, start tag, queued at
            .Where(one => one.StartTag < from || (one.StartTag == from && one.QueuedAt < at))
            .Where(one => one.StartTag > tag || (one.StartTag == tag && one.QueuedAt > at)).Take(MovedForward.MaxCounted).CountAsync(cancellationToken);
        return new(from - tag, passed, pace.PicturesPerSecond(lane) is { } rate and > 0 ? passed / rate : null);
    }
}
