using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Jobs.Intake;

/// <summary>Ends the jobs of a request that have no picture yet; workers at them are told to stop.</summary>
internal sealed class CancelRequest(GridWriter writer, SpendPriority priority, QueueSignal signal, QueueGauge gauge, TimeProvider time)
{
    public async Task RunAsync(RequestId id, CancellationToken cancellationToken)
    {
        var (attempts, queued) = await writer.RunAsync(db => EndAsync(db, id, cancellationToken), cancellationToken);
        foreach (var (lane, jobs) in queued)
            gauge.Left(lane, jobs);
        foreach (var attempt in attempts)
            signal.AttemptEnded(attempt);
        signal.Moved(id);
    }

    private async Task<(IReadOnlyList<AttemptId> Attempts, IReadOnlyDictionary<string, int> Queued)> EndAsync(GridDb db, RequestId id, CancellationToken cancellationToken)
    {
        var (from, now, all) = (JobLifecycle.From(JobEvent.Cancel), time.GetUtcNow(), db.Jobs);
        var jobs = db.Jobs.Where(job => job.RequestId == id && from.Contains(job.State)); // unique index request, index
        var queued = await jobs.Where(job => job.State == JobState.Queued).GroupBy(job => job.Lane).ToDictionaryAsync(lane => lane.Key, lane => lane.Count(), cancellationToken);
        await priority.GiveBackAsync(db, id, cancellationToken);
        await jobs.ExecuteUpdateAsync(set => set.SetProperty(job => job.State, JobLifecycle.To(JobEvent.Cancel)), cancellationToken);
        var ended = db.Attempts.Where(attempt => attempt.State == AttemptState.Leased
            && all.Any(job => job.Id == attempt.JobId && job.RequestId == id && job.State == JobState.Cancelled));
        var attempts = await ended.Select(attempt => attempt.Id).ToListAsync(cancellationToken);
        if (attempts.Count > 0)
            await ended.ExecuteUpdateAsync(set => set.SetProperty(attempt => attempt.State, AttemptState.Stopped).SetProperty(attempt => attempt.EndedAt, now), cancellationToken);
        return (attempts, queued);
    }
}
