using LaionGrid.Coordinator.Jobs.Arrivals;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Jobs.Intake;

/// <summary>Puts the failed jobs of a request back in line, behind what their requester waits for already; a second call finds none. Pictures that came stay as they are.</summary>
internal sealed class RetryFailed(GridWriter writer, QueueOrder order, QueueGauge gauge, QueueSignal signal, EstimateArrival arrival, TimeProvider time)
{
    public async Task RunAsync(RequestId id, CancellationToken cancellationToken)
    {
        var requeued = await writer.RunAsync(db => RequeueAsync(db, id, cancellationToken), cancellationToken);
        order.Taken(requeued);
        foreach (var lane in requeued.GroupBy(job => job.Lane))
        {
            gauge.Joined(lane.Key, lane.Count());
            signal.WorkCame(lane.Key);
        }
        if (requeued.Count > 0)
            signal.Moved(id);
    }

    private async Task<IReadOnlyList<Job>> RequeueAsync(GridDb db, RequestId id, CancellationToken cancellationToken)
    {
        var from = JobLifecycle.From(JobEvent.Retry);
        var failed = await db.Jobs.AsNoTracking().Where(job => job.RequestId == id && from.Contains(job.State)) // unique index request, index
            .OrderBy(job => job.Index).ToListAsync(cancellationToken);
        if (failed.Count == 0)
            return failed;
        var request = await db.Requests.AsNoTracking().SingleAsync(one => one.Id == id, cancellationToken);
        var places = await order.PlacesAsync(db, failed.Select(job => job.Requester), countTo: 0, cancellationToken);
        var requeued = new List<Job>();
        foreach (var job in failed)
        {
            // A place as a visitor's new job gets it, so that what keeps failing holds nobody up.
            var (start, finish) = places.Next(job.Requester, FairQueuePolicy.Price(job.CostMflop, request.IsVerified), weight: 1);
            if (await QueueAsync(db, job, request.Settings.BundleId, (start, finish), requeued.Count, cancellationToken))
                requeued.Add(Placed(job, start, finish));
        }
        return requeued;
    }

    /// <summary>False when it is failed no more.</summary>
    private async Task<bool> QueueAsync(GridDb db, Job job, string bundle, (long Start, long Finish) place, int earlier, CancellationToken cancellationToken)
    {
        var (id, now, from) = (job.Id, time.GetUtcNow(), JobLifecycle.From(JobEvent.Retry));
        var expected = arrival.OfNew(job.Lane, bundle, job.CostMflop, place.Start, earlier);
        var (promisedFrom, promisedTo) = (now + expected?.Low, now + expected?.High);
        return await db.Jobs.Where(one => one.Id == id && from.Contains(one.State)).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.State, JobLifecycle.To(JobEvent.Retry)).SetProperty(one => one.Failures, 0)
                .SetProperty(one => one.FailureCode, "").SetProperty(one => one.Failure, "")
                .SetProperty(one => one.StartTag, place.Start).SetProperty(one => one.FinishTag, place.Finish)
                .SetProperty(one => one.PromisedFrom, promisedFrom).SetProperty(one => one.PromisedTo, promisedTo), cancellationToken) == 1;
    }

    private static Job Placed(Job job, long start, long finish) => new()
    {
        Id = job.Id, RequestId = job.RequestId, Index = job.Index, Seed = job.Seed, State = JobLifecycle.To(JobEvent.Retry), Lane = job.Lane, Requester = job.Requester,
        BundleId = job.BundleId, Shape = job.Shape, Visibility = job.Visibility, StartTag = start, FinishTag = finish, CostMflop = job.CostMflop, QueuedAt = job.QueuedAt,
    };
}
