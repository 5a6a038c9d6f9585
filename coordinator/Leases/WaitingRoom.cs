using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Leases;

/// <summary>
/// The attending workers, in memory: an idle worker costs the database nothing. Those with a free slot are kept in an index, so that
/// finding the best for a job does not look at the others. Safe to call from any thread.
/// </summary>
internal sealed class WaitingRoom(SpeedBook speeds, FleetCounts fleet, IOptions<LeaseOptions> options, TimeProvider time)
{
    private static readonly TimeSpan CoolDown = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<WorkerId, Waiter> _waiters = [];
    private readonly Dictionary<WorkerRole, IdleWorkers<WorkerId>> _idle = Enum.GetValues<WorkerRole>().ToDictionary(role => role, _ => new IdleWorkers<WorkerId>());
    private readonly List<Waiter> _cooling = [];
    private readonly Newcomers _newcomers = new(options.Value);
    private readonly HashSet<WorkerId> _idleNewcomers = [];
    private double _dueToNewcomers;

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
            if (waiter.IsNewcomer)
                _newcomers.Enter(waiter);
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

    /// <summary>Workers of this role with a free slot.</summary>
    public int IdleCount(WorkerRole role)
    {
        lock (_lock)
        {
            Warm();
            return _idle[role].Count;
        }
    }

    /// <summary>Some of the idle volunteers that check others' work, from anywhere among them.</summary>
    public IReadOnlyList<WorkerId> SampleCheckers(int most)
    {
        lock (_lock)
        {
            Warm();
            return _idle[WorkerRole.Volunteer].Sample(most).Where(worker => _waiters[worker].Attendance.TakesChecks).ToList();
        }
    }

    /// <summary>Network that the worker calls from, see <see cref="Edge.NetworkBlocks"/>; null when it does not attend here, or that does not count.</summary>
    public string? NetworkBlockOf(WorkerId worker)
    {
        lock (_lock)
            return _waiters.GetValueOrDefault(worker)?.Attendance.KnownNetworkBlock;
    }

    /// <summary>Whether an idle worker of this role can do the job.</summary>
    public bool CanDo(WorkerRole role, MatchJob job)
    {
        lock (_lock)
            return _idle[role].CanDo(job);
    }

    /// <summary>Volunteers that attend here and are not paused, and those of them that could do the job, were they idle.</summary>
    public (int Attending, int Able) CountVolunteers(MatchJob job)
    {
        lock (_lock)
        {
            var attending = _waiters.Values.Where(waiter => waiter is { Attendance.Role: WorkerRole.Volunteer, IsPaused: false }).ToList();
            return (attending.Count, attending.Count(waiter => waiter.ToMatch(null).Suits(job)));
        }
    }

    /// <summary>
    /// For each job in turn the idle worker that suits it best, as <see cref="MatchPolicy"/> says; a job that none can do has none. The slots
    /// are free until they are taken by <see cref="Offer"/>: for one chooser at a time.
    /// </summary>
    /// <param name="may">Whether a worker may have the job of this index; null when all may have all.</param>
    /// <returns>Indexes into the jobs, with the workers.</returns>
    public IReadOnlyList<(int Job, Waiter Waiter)> Choose(WorkerRole role, IReadOnlyList<MatchJob> jobs, Func<int, Waiter, bool>? may = null)
    {
        lock (_lock)
        {
            Warm();
            var chosen = new List<(int, Waiter Waiter)>();
            for (var index = 0; index < jobs.Count && _idle[role].Count > 0; index++)
            {
                var job = index;
                if (TryTake(_idle[role], jobs[job], may is null ? null : worker => may(job, _waiters[worker]), out var id))
                    chosen.Add((job, _waiters[id]));
            }
            foreach (var waiter in chosen.Select(one => one.Waiter).Distinct())
                Sort(waiter);
            return chosen;
        }
    }

    /// <summary>Where newcomers and proven workers both stand idle, newcomers get what is due to them, so that they can prove themselves, and no more. Without newcomers this looks at nothing more than before.</summary>
    private bool TryTake(IdleWorkers<WorkerId> idle, MatchJob job, Predicate<WorkerId>? may, out WorkerId id)
    {
        if (idle != _idle[WorkerRole.Volunteer] || _idleNewcomers.Count == 0 || _idleNewcomers.Count == idle.Count)
            return idle.TryTake(job, may, out id) && NoteTaken(idle, id);
        var isDue = _dueToNewcomers >= 1;
        if (!idle.TryTake(job, one => _idleNewcomers.Contains(one) == isDue && (may is null || may(one)), out id) && !idle.TryTake(job, may, out id))
            return false;
        var isToNewcomer = _idleNewcomers.Contains(id);
        if (isDue || !isToNewcomer) // what no proven worker could do counts for nobody
            _dueToNewcomers = NewcomerPolicy.Due(_dueToNewcomers, isToNewcomer, options.Value.NewcomerShare);
        return NoteTaken(idle, id);
    }

    private bool NoteTaken(IdleWorkers<WorkerId> idle, WorkerId id)
    {
        if (!idle.Contains(id))
            _idleNewcomers.Remove(id);
        return true;
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

    /// <summary>The worker is a newcomer no longer.</summary>
    public void Prove(WorkerId worker)
    {
        lock (_lock)
        {
            if (_waiters.GetValueOrDefault(worker) is not { IsNewcomer: true } waiter)
                return;
            Settle(waiter);
            Change(waiter, one => (one.IsNewcomer, one.MustWait) = (false, false));
        }
    }

    /// <summary>The worker is given no more of this bundle.</summary>
    public void Refuse(WorkerId worker, string bundle)
    {
        lock (_lock)
        {
            if (_waiters.GetValueOrDefault(worker) is { } waiter && !waiter.Refused.Contains(bundle))
                Change(waiter, one => one.Refused = one.Refused.Append(bundle).ToHashSet());
        }
    }

    /// <summary>Changes what is known of it, and tells it where that is news to it.</summary>
    private void Change(Waiter waiter, Action<Waiter> change)
    {
        var before = waiter.WaitsBecause;
        change(waiter);
        if (waiter.WaitsBecause != before)
            waiter.Notices.Writer.TryWrite(new Notice.Pause());
        Sort(waiter);
    }

    /// <summary>It counts among the newcomers no longer: others' turn may have come.</summary>
    private void Settle(Waiter newcomer)
    {
        foreach (var next in _newcomers.Leave(newcomer))
            Change(next, one => one.MustWait = false);
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

    /// <summary>Into the idle ones or out of them, as its state now says. A stream that another has replaced changes nothing.</summary>
    private void Sort(Waiter waiter)
    {
        var present = _waiters.GetValueOrDefault(waiter.WorkerId);
        if (present is not null && present != waiter)
            return;
        CountIn(waiter, isHere: present is not null);
        var idle = _idle[waiter.Attendance.Role];
        var isIdle = present is not null && waiter is { FreeSlots: > 0, IsPaused: false, MustWait: false } && waiter.NotBefore == default;
        _ = isIdle && waiter.IsNewcomer ? _idleNewcomers.Add(waiter.WorkerId) : _idleNewcomers.Remove(waiter.WorkerId);
        if (isIdle)
            idle.Add(waiter.WorkerId, waiter.ToMatch(speeds.Find(waiter.Attendance.DeviceClass, waiter.WarmBundle)), speeds.Find(SpeedBook.Any, SpeedBook.Any)?.Median ?? 0);
        else
            idle.Remove(waiter.WorkerId);
    }

    private void CountIn(Waiter waiter, bool isHere)
    {
        var (slots, free) = isHere && waiter is { Attendance.Role: WorkerRole.Volunteer, IsPaused: false, MustWait: false } ? (waiter.Attendance.Slots, Math.Max(0, waiter.FreeSlots)) : (0, 0);
        fleet.Changed(slots - waiter.Counted.Slots, free - waiter.Counted.Free);
        waiter.Counted = (slots, free);
    }

    private void Dismiss(Waiter waiter)
    {
        _waiters.Remove(waiter.WorkerId);
        _cooling.Remove(waiter);
        if (waiter.IsNewcomer)
            Settle(waiter);
        Sort(waiter);
        waiter.Notices.Writer.TryComplete();
    }
}
