using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Leases;

/// <summary>Pushes offers to attending workers as soon as there is a job and a worker. Woken by both; looks at the database only when somebody is idle and something may wait.</summary>
internal sealed class DispatchLoop(
    LeaseRenders renders, LeaseRechecks rechecks, LeaseSeconds seconds, LeaseBook book, WaitingRoom room, EndAttempt end, QueueSignal signal, DispatchCounts counts,
    IOptions<LeaseOptions> options, IOptions<StorageOptions> storage, TimeProvider time, ILogger<DispatchLoop> logger) : Loop(time, logger)
{
    private readonly TimeProvider _time = time;
    private readonly BatchPace _pace = new(storage.Value.BatchInterval);

    /// <summary>Without end when nobody cools down and nothing can become late: what else there is to do is signalled.</summary>
    protected override async Task WaitAsync(CancellationToken cancellationToken)
    {
        _pace.End();
        await WakeAsync(cancellationToken);
        await _pace.BeginAsync(cancellationToken);
    }

    private Task WakeAsync(CancellationToken cancellationToken) =>
        seconds.MayFollow ? signal.Work.WaitAsync(LeaseSeconds.Interval, _time, cancellationToken)
        : room.IsCooling ? signal.Work.WaitAsync(options.Value.OfferLasts, _time, cancellationToken)
        : signal.Work.WaitAsync(cancellationToken);

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await OfferAsync(await rechecks.RunAsync(cancellationToken), cancellationToken);
        await OfferAsync(await renders.RunAsync(cancellationToken), cancellationToken);
        await OfferAsync(await seconds.RunAsync(cancellationToken), cancellationToken); // last: only of those who are idle still
    }

    private async Task OfferAsync(IReadOnlyList<HeldLease> leases, CancellationToken cancellationToken)
    {
        foreach (var lease in leases)
        {
            book.Add(lease); // first: the worker may claim at once
            counts.Offered();
            if (!room.Offer(lease.Terms)) // it has left meanwhile
                await end.RunAsync(lease.Terms.Claim, AttemptState.GivenBack, "offer.left", cancellationToken);
        }
        foreach (var request in leases.Where(lease => lease.Terms.Purpose == AttemptPurpose.Render).Select(lease => lease.Terms.RequestId).Distinct())
            signal.Moved(request);
    }
}
