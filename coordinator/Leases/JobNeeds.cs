using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Models;

namespace LaionGrid.Coordinator.Leases;

/// <summary>What jobs ask of a worker, by the bundles on offer here.</summary>
internal sealed class JobNeeds(BundleCatalogue bundles)
{
    public MatchJob Of(RenderSettings settings, long costMflop) => Of(Lane.Of(settings), costMflop);

    /// <summary>What all jobs of a lane ask; null when this is no lane's name.</summary>
    public MatchJob? Of(string lane) => Lane.TryParse(lane, out var read) ? Of(read.Value, 0) : null;

    /// <summary>A bundle that is no longer on offer asks for no memory: whoever has it on disk may do what was queued before.</summary>
    public MatchJob Of(Lane lane, long costMflop) =>
        new(lane.BundleId, bundles.Find(lane.BundleId) is { } bundle ? lane.NeedMiB(bundle.MemoryMiB) : 0, costMflop) { HasSource = lane.HasSource };
}
