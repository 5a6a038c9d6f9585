using System.Collections.Concurrent;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Arrivals;
using LaionGrid.Coordinator.Jobs.Queue;

namespace LaionGrid.Coordinator.Leases;

/// <summary>
/// Counts who could serve a lane. Each count looks at every worker while nobody else may, so it is kept for two seconds, however many
/// people look at a form. Safe to call from any thread.
/// </summary>
internal sealed class ServingWorkers(WaitingRoom room, JobNeeds needs, TimeProvider time) : IServingWorkers
{
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Lane, (int Attending, int Able, DateTimeOffset Until)> _counts = new(); // bundles on offer, four sizes each

    public (int Attending, int Able) Count(Lane lane)
    {
        var now = time.GetUtcNow();
        if (!_counts.TryGetValue(lane, out var known) || now >= known.Until)
        {
            var (attending, able) = room.CountVolunteers(needs.Of(lane, costMflop: 0));
            _counts[lane] = known = (attending, able, now + Lasts);
        }
        return (known.Attending, known.Able);
    }
}
