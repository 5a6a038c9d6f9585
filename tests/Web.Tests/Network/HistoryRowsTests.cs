using LaionGrid.Web.Coordinator.Network;
using LaionGrid.Web.Network;

namespace LaionGrid.Web.Tests.Network;

public sealed class HistoryRowsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Rows_OfWhatGrows_SayHowFastItGrew()
    {
        var samples = Enumerable.Range(0, 20).Select(minute => Sample(minute, pictures: minute * 2L, verifiedMflop: minute * 60_000_000L)).ToList();

        var rows = HistoryRows.Of(samples, TimeSpan.FromMinutes(10));

        Assert.Equal([Noon, Noon.AddMinutes(10)], rows.Select(row => row.At));
        Assert.All(rows, row => Assert.Equal(120, row.PicturesPerHour!.Value, 6));
        Assert.All(rows, row => Assert.Equal(1, row.TflopPerSecond!.Value, 6));
    }

    [Fact]
    public void Rows_AfterAPause_CountWhatCameMeanwhileOverAllOfIt()
    {
        var rows = HistoryRows.Of([Sample(0, pictures: 0), Sample(1, pictures: 10), Sample(61, pictures: 70)], TimeSpan.FromMinutes(10));

        Assert.Equal(2, rows.Count);
        Assert.Equal(60, rows[1].PicturesPerHour!.Value, 6);
    }

    [Fact]
    public void Rows_WhenCreditIsTakenBack_NeverFallBelowNothing() =>
        Assert.Equal(0, HistoryRows.Of([Sample(0, verifiedMflop: 900), Sample(1, verifiedMflop: 100)], TimeSpan.FromMinutes(10))[0].TflopPerSecond);

    [Fact]
    public void Rows_OfWhatNobodyKnows_SayNothing()
    {
        var row = Assert.Single(HistoryRows.Of([Sample(0)], TimeSpan.FromMinutes(10)));

        Assert.Null(row.PicturesPerHour);
        Assert.Null(row.WaitHalfSeconds);
        Assert.Null(row.EtaKept);
    }

    [Fact]
    public void Line_OverAGap_IsBroken()
    {
        var line = new ChartLine("", [new(Noon, 0), new(Noon.AddMinutes(10), 5), new(Noon.AddMinutes(20), null), new(Noon.AddMinutes(30), 10), new(Noon.AddMinutes(90), 10)]);

        var path = ChartShape.PathOf(line, new(Noon, Noon.AddMinutes(120), Gap: TimeSpan.FromMinutes(20)), most: 10);

        Assert.Equal("M0 96h0L30 48M90 0h0M270 0h0", path);
    }

    private static GridSampleView Sample(int minute, long pictures = 0, long verifiedMflop = 0) => new(Noon.AddMinutes(minute), 1, 1, 0, pictures, verifiedMflop, null, null, null);
}
