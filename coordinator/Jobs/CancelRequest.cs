using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>Ends the jobs of a request that have no picture yet; their workers hear of it at the next heartbeat.</summary>
internal sealed class CancelRequest(IDbContextFactory<GridDb> databases, QueueSignal queue, TimeProvider time)
{
    public async Task RunAsync(RequestId id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken); // a job and its attempt end together
        var from = JobLifecycle.From(JobEvent.Cancel);
        var now = time.GetUtcNow();
        var jobs = db.Jobs.Where(job => job.RequestId == id && from.Contains(job.State)); // unique index request, index
        var attempts = await jobs.Where(job => job.State == JobState.Leased).Select(job => job.AttemptId).ToListAsync(cancellationToken);
        await db.Attempts.Where(attempt => attempts.Contains(attempt.Id) && attempt.State == AttemptState.Leased).ExecuteUpdateAsync(
            set => set.SetProperty(attempt => attempt.State, AttemptState.Stopped).SetProperty(attempt => attempt.EndedAt, now), cancellationToken);
        await jobs.ExecuteUpdateAsync(set => set.SetProperty(job => job.State, JobLifecycle.To(JobEvent.Cancel)), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        queue.Changed(id);
        queue.Changed();
    }
}
