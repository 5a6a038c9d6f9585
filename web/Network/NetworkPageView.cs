using LaionGrid.Web.Coordinator.Boards;
using LaionGrid.Web.Coordinator.Network;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Network;

/// <summary>All that the network's page shows.</summary>
/// <param name="Samples">Oldest first.</param>
/// <param name="Demand">What was accepted of each bundle within the last day.</param>
public sealed record NetworkPageView(GridNow Grid, HistoryLength Length, IReadOnlyList<GridSampleView> Samples, IReadOnlyList<BoardRow> Demand)
{
    public TimeSpan Reach => Length == HistoryLength.Day ? TimeSpan.FromDays(1) : TimeSpan.FromDays(30);

    /// <summary>How long a point of a chart is.</summary>
    public TimeSpan Stretch => Length == HistoryLength.Day ? TimeSpan.FromMinutes(10) : TimeSpan.FromHours(4);

    public TimeSpan RowStretch => Length == HistoryLength.Day ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1);

    public string Start => Length == HistoryLength.Day ? "24 hours ago" : "30 days ago";

    public IReadOnlyList<Chart> Charts()
    {
        var rows = HistoryRows.Of(Samples, Stretch);
        ChartLine Line(string name, Func<HistoryRow, double?> value) => new(name, [.. rows.Select(row => new ChartPoint(row.At, value(row)))]);
        return
        [
            new("Workers online", [Line("", row => row.Workers)], Whole),
            new("Pictures an hour", [Line("", row => row.PicturesPerHour)], Whole),
            new("TFLOP/s verified", [Line("", row => row.TflopPerSecond)], Units.Rate),
            new("Waiting in line", [Line("", row => row.Queued)], Whole),
            new("Wait for a picture", [Line("half came within", row => row.WaitHalfSeconds), Line("nine of ten within", row => row.WaitNineTenthsSeconds)], Seconds),
            new("Promises kept", [Line("", row => row.EtaKept)], Units.Percent),
        ];
    }

    /// <summary>Every bundle that anybody wants, the most wanted first.</summary>
    public IReadOnlyList<BundleDemand> Bundles() =>
    [
        .. from name in Demand.Select(row => row.Name).Union(Grid.Queues.Keys)
           let row = Demand.FirstOrDefault(one => one.Name == name)
           let queued = Grid.Queues.GetValueOrDefault(name)
           orderby queued + (row?.Pictures ?? 0) descending, name
           select new BundleDemand(name, queued, row?.Pictures ?? 0, row?.CreditMflop ?? 0),
    ];

    public static string Whole(double value) => Units.Count((long)Math.Round(value));

    public static string Seconds(double value) => Units.Duration(TimeSpan.FromSeconds(value));
}

/// <param name="Pictures">Accepted within the last day.</param>
public sealed record BundleDemand(string Bundle, long Queued, int Pictures, long Mflop);
