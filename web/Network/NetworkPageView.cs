using LaionGrid.Web.Coordinator.Boards;
using LaionGrid.Web.Coordinator.Network;

namespace LaionGrid.Web.Network;

/// <summary>All that the network's page shows.</summary>
/// <param name="Demand">What was accepted of each bundle within the last day.</param>
public sealed record NetworkPageView(GridNow Grid, History History, IReadOnlyList<BoardRow> Demand)
{
    /// <summary>Every bundle that anybody wants, the most wanted first.</summary>
    public IReadOnlyList<BundleDemand> Bundles() =>
    [
        .. from name in Demand.Select(row => row.Name).Union(Grid.Queues.Keys)
           let row = Demand.FirstOrDefault(one => one.Name == name)
           let queued = Grid.Queues.GetValueOrDefault(name)
           orderby queued + (row?.Pictures ?? 0) descending, name
           select new BundleDemand(name, queued, row?.Pictures ?? 0, row?.CreditMflop ?? 0),
    ];
}

/// <param name="Pictures">Accepted within the last day.</param>
public sealed record BundleDemand(string Bundle, long Queued, int Pictures, long Mflop);
