using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Leases;

/// <summary>
/// The attending workers, in memory: an idle worker costs the database nothing. Those with a free slot are kept apart, so that
/// finding one does not look at the others. Safe to call from any thread.
/// </summary>
internal sealed class WaitingRoom(TimeProvider time)
{
    private static readonly TimeSpan CoolDown = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<WorkerId, Waiter> _waiters = [];
    private readonly Dictionary<WorkerRole, LinkedList<Waiter>> _idle = Enum.GetValues<WorkerRole>().ToDictionary(role => role, _ => new LinkedList<Waiter>());
    private readonly Dictionary<WorkerId, LinkedListNode<Waiter>> _idleNodes = [];
    private readonly List<Waiter> _cooling = [];

    public int Count
    {
        get
        {
            lock (_lock)
                return _waiters.Count;
        }
    }

    /// <summary>Lets the worker in; an earlier stream of the same worker ends.</summary>
    /// <param name="held">Leases it goes on working on.</param>
    public void Enter(Waiter waiter, IEnumerable<AttemptId> held)
    {
        lock (_lock)
        {
            if (_waiters.GetValueOrDefault(waiter.WorkerId) is { } earlier)
                Dismiss(earlier);
            waiter.Taken.UnionWith(held);
            _waiters[waiter.WorkerId] = waiter;
            Sort(waiter);
        }
    }

    /// <summary>Whether this stream was still the worker's; false when another has taken its place.</summary>
    public bool Leave(Waiter waiter)
    {
        lock (_lock)
        {
            if (_waiters.GetValueOrDefault(waiter.WorkerId) != waiter)
                return false;
            Dismiss(waiter);
            return true;
        }
    }

    /// <summary>Workers of this role with a free slot, those idle longest first.</summary>
    public IReadOnlyList<Waiter> Idle(WorkerRole role, int most)
    {
        lock (_lock)
        {
            Warm();
            return _idle[role].Take(most).ToList();
        }
    }

    /// <summary>Whether somebody cools down after a lapsed offer, and is to be looked after again.</summary>
    public bool IsCooling
    {
        get
        {
            lock (_lock)
                return _cooling.Count > 0;
        }
    }

    /// <summary>Takes a slot and tells the worker; false when it has left, or has no room.</summary>
    public bool Offer(GrantedLease lease)
    {
        lock (_lock)
        {
            if (_waiters.GetValueOrDefault(lease.WorkerId) is not { FreeSlots: > 0 } waiter || !waiter.Notices.Writer.TryWrite(new Notice.Offer(lease)))
                return false;
            waiter.Taken.Add(lease.Id);
            waiter.WarmBundle = lease.Settings.BundleId;
            Sort(waiter);
            return true;
        }
    }

    /// <summary>The lease no longer takes up a slot.</summary>
    /// <param name="hasLapsed">The worker let the offer lie.</param>
    public void Release(GrantedLease lease, bool hasLapsed = false)
    {
        lock (_lock)
        {
            if (_waiters.GetValueOrDefault(lease.WorkerId) is not { } waiter || !waiter.Taken.Remove(lease.Id))
                return;
            if (hasLapsed)
            {
                waiter.NotBefore = time.GetUtcNow() + CoolDown;
                _cooling.Add(waiter);
            }
            Sort(waiter);
        }
    }

    /// <summary>Tells the worker, if it attends here, that nobody wants this lease's picture, and frees its slot. Its next heartbeat hears it too.</summary>
    public void Stop(GrantedLease lease)
    {
        lock (_lock)
        {
            if (_waiters.GetValueOrDefault(lease.WorkerId) is { } waiter)
                Stop(waiter, lease.Id);
        }
    }

    /// <inheritdoc cref="Stop(GrantedLease)"/>
    public void Stop(Waiter waiter, AttemptId lease)
    {
        lock (_lock)
        {
            waiter.Notices.Writer.TryWrite(new Notice.Stop(lease));
            waiter.Taken.Remove(lease);
            Sort(waiter);
        }
    }

    public void Pause(WorkerId worker, bool isPaused)
    {
        lock (_lock)
        {
            if (_waiters.GetValueOrDefault(worker) is not { } waiter || waiter.IsPaused == isPaused)
                return;
            waiter.IsPaused = isPaused;
            waiter.Notices.Writer.TryWrite(new Notice.Pause());
            Sort(waiter);
        }
    }

    private void Warm()
    {
        var now = time.GetUtcNow();
        foreach (var waiter in _cooling.FindAll(waiter => waiter.NotBefore <= now))
        {
            _cooling.Remove(waiter);
            waiter.NotBefore = default; // once it is over it stays over, also when the clock is set back
            Sort(waiter);
        }
    }

    /// <summary>Into the idle ones or out of them, as its state now says.</summary>
    private void Sort(Waiter waiter)
    {
        var isHere = _waiters.GetValueOrDefault(waiter.WorkerId) == waiter;
        var isIdle = isHere && waiter.FreeSlots > 0 && !waiter.IsPaused && waiter.NotBefore == default;
        if (isIdle && !_idleNodes.ContainsKey(waiter.WorkerId))
            _idleNodes[waiter.WorkerId] = _idle[waiter.Attendance.Role].AddLast(waiter);
        else if (!isIdle && _idleNodes.TryGetValue(waiter.WorkerId, out var node) && (!isHere || node.Value == waiter))
        {
            _idleNodes.Remove(waiter.WorkerId);
            node.List?.Remove(node);
        }
    }

    private void Dismiss(Waiter waiter)
    {
        _waiters.Remove(waiter.WorkerId);
        _cooling.Remove(waiter);
        Sort(waiter);
        waiter.Notices.Writer.TryComplete();
    }
}
