using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Leases;

/// <summary>A job that waits for a worker.</summary>
internal sealed record WaitingJob(JobId JobId, AttemptPurpose Purpose, string BundleId, long CostMflop);

/// <summary>
/// The attending workers and the open offers, in memory: an idle worker costs the database nothing. A worker with a lease
/// is busy and is offered nothing. Safe to call from any thread.
/// </summary>
internal sealed class WaitingRoom(IOptions<LeaseOptions> options, TimeProvider time)
{
    private static readonly TimeSpan CoolDown = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<WorkerId, Waiter> _waiters = [];
    private readonly Dictionary<Guid, (Waiter Waiter, Offer Offer)> _open = [];
    private readonly HashSet<WorkerId> _busy = [];

    /// <summary>Lets the worker in; an earlier stream of the same worker ends.</summary>
    public void Enter(Waiter waiter, bool isBusy)
    {
        lock (_lock)
        {
            if (_waiters.Remove(waiter.WorkerId, out var earlier))
                Dismiss(earlier);
            _waiters[waiter.WorkerId] = waiter;
            if (isBusy)
                _busy.Add(waiter.WorkerId);
            else
                _busy.Remove(waiter.WorkerId);
        }
    }

    public void Leave(Waiter waiter)
    {
        lock (_lock)
        {
            Dismiss(waiter);
            if (_waiters.GetValueOrDefault(waiter.WorkerId) == waiter)
                _waiters.Remove(waiter.WorkerId);
        }
    }

    /// <summary>The worker holds a lease now, or holds none any more.</summary>
    public void SetBusy(WorkerId worker, bool isBusy)
    {
        lock (_lock)
            _ = isBusy ? _busy.Add(worker) : _busy.Remove(worker);
    }

    /// <summary>How many workers of this role could take an offer now.</summary>
    public int Idle(WorkerRole role)
    {
        lock (_lock)
        {
            Lapse();
            return _waiters.Values.Count(waiter => waiter.Role == role && IsIdle(waiter));
        }
    }

    /// <summary>Offers each job to the idle worker that is nearest to its bundle, first job first. A job on offer already is passed over.</summary>
    public void Offer(IEnumerable<WaitingJob> jobs, WorkerRole role)
    {
        lock (_lock)
        {
            Lapse();
            var idle = _waiters.Values.Where(waiter => waiter.Role == role && IsIdle(waiter)).ToList();
            var onOffer = _open.Values.Select(pair => pair.Offer.JobId).ToHashSet();
            foreach (var job in jobs.Where(job => !onOffer.Contains(job.JobId)))
            {
                if (idle.MinBy(waiter => waiter.Distance(job.BundleId)) is not { } waiter)
                    return;
                idle.Remove(waiter);
                Send(waiter, new Offer(Guid.CreateVersion7(time.GetUtcNow()), job.JobId, job.Purpose, job.BundleId, job.CostMflop, time.GetUtcNow() + options.Value.OfferLasts));
            }
        }
    }

    /// <summary>Takes an open offer that was made to this worker; null when it lapsed or was never made.</summary>
    public Offer? Take(Guid offerId, WorkerId worker)
    {
        lock (_lock)
        {
            Lapse();
            if (!_open.TryGetValue(offerId, out var pair) || pair.Waiter.WorkerId != worker)
                return null;
            Close(pair.Waiter);
            _busy.Add(worker);
            return pair.Offer;
        }
    }

    private bool IsIdle(Waiter waiter) => waiter.Open is null && !_busy.Contains(waiter.WorkerId) && waiter.NotBefore <= time.GetUtcNow();

    private void Send(Waiter waiter, Offer offer)
    {
        if (!waiter.Offers.Writer.TryWrite(offer))
            return;
        waiter.Open = offer;
        _open[offer.Id] = (waiter, offer);
    }

    private void Lapse()
    {
        var now = time.GetUtcNow();
        foreach (var (waiter, _) in _open.Values.Where(pair => pair.Offer.LapsesAt <= now).ToList())
        {
            Close(waiter);
            waiter.NotBefore = now + CoolDown;
        }
    }

    private void Close(Waiter waiter)
    {
        if (waiter.Open is { } offer)
            _open.Remove(offer.Id);
        waiter.Open = null;
    }

    private void Dismiss(Waiter waiter)
    {
        Close(waiter);
        waiter.Offers.Writer.TryComplete();
    }
}
