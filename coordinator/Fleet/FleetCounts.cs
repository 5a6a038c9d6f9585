using System.Collections.Concurrent;

namespace LaionGrid.Coordinator.Fleet;

/// <summary>The workers that are here.</summary>
/// <param name="Volunteers">Volunteers' workers seen within the last minute.</param>
/// <param name="Referees">Referees seen likewise.</param>
/// <param name="Slots">Leases that attending volunteers could hold at once.</param>
/// <param name="IdleSlots">Of these, the free ones.</param>
internal readonly record struct FleetCount(int Volunteers, int Referees, int Slots, int IdleSlots)
{
    public static FleetCount operator +(FleetCount one, FleetCount other) =>
        new(one.Volunteers + other.Volunteers, one.Referees + other.Referees, one.Slots + other.Slots, one.IdleSlots + other.IdleSlots);
}

/// <summary>The whole grid's workers: those of this coordinator, and of the others as they said last. Safe to call from any thread.</summary>
internal sealed class FleetCounts(Presence presence, TimeProvider time)
{
    /// <summary>A coordinator that has said nothing for so long is gone, and its workers have come to others.</summary>
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (FleetCount Count, DateTimeOffset At)> _others = new(StringComparer.Ordinal);
    private int _slots;
    private int _idleSlots;

    public FleetCount Here => new(presence.Count(WorkerRole.Volunteer), presence.Count(WorkerRole.Referee), Volatile.Read(ref _slots), Volatile.Read(ref _idleSlots));

    public FleetCount All => Others() + Here;

    /// <summary>Slots of the whole grid, all of them and the free ones; unlike <see cref="All"/> it looks at no worker.</summary>
    public (int All, int Idle) Slots
    {
        get
        {
            var others = Others();
            return (others.Slots + Volatile.Read(ref _slots), others.IdleSlots + Volatile.Read(ref _idleSlots));
        }
    }

    /// <summary>Slots of the other coordinators' workers.</summary>
    public int SlotsElsewhere => Others().Slots;

    /// <summary>Slots came or went here, all of them and the free ones.</summary>
    public void Changed(int slots, int idleSlots)
    {
        Interlocked.Add(ref _slots, slots);
        Interlocked.Add(ref _idleSlots, idleSlots);
    }

    public void Heard(string coordinator, FleetCount count) => _others[coordinator] = (count, time.GetUtcNow());

    private FleetCount Others()
    {
        var since = time.GetUtcNow() - Lasts;
        foreach (var gone in _others.Where(other => other.Value.At < since))
            _others.TryRemove(gone);
        return _others.Values.Aggregate(default(FleetCount), (sum, other) => sum + other.Count);
    }
}
