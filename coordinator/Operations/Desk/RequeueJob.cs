using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.Acts;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Operations.Desk;

/// <summary>Puts a job that failed back into the queue by the operator's word, with all its attempts before it again; it keeps its place.</summary>
internal sealed class RequeueJob(GridWriter writer, QueueSignal signal, QueueGauge gauge, TimeProvider time)
{
    /// <returns>False when there is no such job, or it did not fail.</returns>
    public async Task<bool> RunAsync(JobId id, string why, Caller by, CancellationToken cancellationToken)
    {
        var back = await writer.RunAsync(async db =>
        {
            var from = JobLifecycle.From(JobEvent.Retry);
            var moved = await db.Jobs.Where(job => job.Id == id && from.Contains(job.State)).ExecuteUpdateAsync( // primary key
                set => set.SetProperty(job => job.State, JobLifecycle.To(JobEvent.Retry)).SetProperty(job => job.Failures, 0)
                    .SetProperty(job => job.Failure, "").SetProperty(job => job.FailureCode, ""), cancellationToken);
            if (moved == 0)
                return null;
            await db.NoteAsync(by, "job.requeue", $"job:{id}", why, time.GetUtcNow(), cancellationToken);
            return await db.Jobs.AsNoTracking().SingleAsync(job => job.Id == id, cancellationToken);
        }, cancellationToken);
        if (back is null)
            return false;
        gauge.Joined(back.Lane, 1);
        signal.WorkCame(back.Lane);
        signal.Moved(back.RequestId);
        return true;
    }
}
