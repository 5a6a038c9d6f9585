using LaionGrid.Web.Coordinator.Network;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Network;

/// <summary>The grid over a day or a month, as a page shows it.</summary>
/// <param name="Samples">Oldest first.</param>
/// <param name="Charts">Each with its lines drawn up to the moment that the samples were asked for.</param>
/// <param name="Rows">The charts' figures over longer stretches, newest first.</param>
public sealed record History(HistoryLength Length, IReadOnlyList<GridSampleView> Samples, IReadOnlyList<DrawnChart> Charts, IReadOnlyList<HistoryRow> Rows)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    public static History Of(HistoryLength length, IReadOnlyList<GridSampleView> samples, DateTimeOffset now)
    {
        var (reach, point, row) = length == HistoryLength.Day ? (Day, TimeSpan.FromMinutes(10), TimeSpan.FromHours(1)) : (Month, TimeSpan.FromHours(4), Day);
        var axis = new ChartAxis(now - reach, now, point * 2);
        return new(length, samples, [.. ChartsOf(HistoryRows.Of(samples, point)).Select(chart => DrawnChart.Of(chart, axis))], [.. HistoryRows.Of(samples, row).Reverse()]);
    }

    /// <summary>Where the charts begin, in words.</summary>
    public string Start => Length == HistoryLength.Day ? "24 hours ago" : "30 days ago";

    public static string Whole(double value) => Units.Count((long)Math.Round(value));

    public static string Seconds(double value) => Units.Duration(TimeSpan.FromSeconds(value));

    private static IEnumerable<Chart> ChartsOf(IReadOnlyList<HistoryRow> rows)
    {
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
}
