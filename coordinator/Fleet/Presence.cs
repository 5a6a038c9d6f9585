using System.Collections.Concurrent;

namespace LaionGrid.Coordinator.Fleet;

/// <summary>
/// Which workers are here now: those whose stream is open, and those heard of within the last minute. Memory only; a restart
/// forgets it and the workers come back. Safe to call from any thread.
/// </summary>
internal sealed class Presence(TimeProvider time)
{
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Visit, byte> _attending = new();
    private readonly ConcurrentDictionary<WorkerId, (WorkerRole Role, DateTimeOffset At)> _seen = new();

    public void Saw(WorkerId worker, WorkerRole role) => _seen[worker] = (role, time.GetUtcNow());

    /// <summary>The worker is here until the visit is disposed.</summary>
    public IDisposable Attend(WorkerId worker, WorkerRole role)
    {
        var visit = new Visit(this, worker, role);
        _attending[visit] = 0;
        return visit;
    }

    /// <summary>Those of these that are here.</summary>
    public IReadOnlySet<WorkerId> Here(IReadOnlyCollection<WorkerId> workers)
    {
        var since = time.GetUtcNow() - Lately;
        var wanted = workers.ToHashSet();
        var attending = _attending.Select(pair => pair.Key.Worker).Where(wanted.Contains);
        return attending.Concat(wanted.Where(worker => _seen.TryGetValue(worker, out var seen) && seen.At >= since)).ToHashSet();
    }

    public int Count(WorkerRole role)
    {
        var since = time.GetUtcNow() - Lately;
        foreach (var entry in _seen.Where(entry => entry.Value.At < since))
            _seen.TryRemove(entry);
        var seen = _seen.Where(entry => entry.Value.Role == role).Select(entry => entry.Key);
        return _attending.Keys.Where(visit => visit.Role == role).Select(visit => visit.Worker).Union(seen).Count();
    }

    private sealed class Visit(Presence owner, WorkerId worker, WorkerRole role) : IDisposable
    {
        public WorkerId Worker => worker;

        public WorkerRole Role => role;

        public void Dispose()
        {
            owner._attending.TryRemove(this, out _);
            owner._seen.TryRemove(worker, out _);
        }
    }
}
