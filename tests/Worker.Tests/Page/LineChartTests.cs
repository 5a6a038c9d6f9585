using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Worker.Page.Views;

namespace LaionGrid.Worker.Tests.Page;

public sealed class LineChartTests
{
    private const long Now = 1_800_000_000;

    [Fact]
    public void Line_OfRisingValues_EndsAtTheRight_AtTheTop() => Assert.Equal("M358 90L359 45L360 0", new LineChart([Now - 20, Now - 10, Now], [0, 5, 10], Now).Line(10));

    [Fact]
    public void Line_WhereNothingWasMeasured_Breaks()
    {
        var chart = new LineChart([Now - 40, Now - 30, Now - 20, Now - 10], [1, 1, null, 1], Now);

        Assert.Equal(2, chart.Line(1).Count(letter => letter == 'M'));
        Assert.EndsWith("h0", chart.Line(1), StringComparison.Ordinal); // one look by itself is a dot
    }

    [Fact]
    public void Line_WhereTheMachineSlept_Breaks() => Assert.Equal(2, new LineChart([Now - 1000, Now - 990, Now - 10, Now], [1, 1, 1, 1], Now).Line(1).Count(letter => letter == 'M'));

    [Fact]
    public void Area_OfEachRun_IsClosedAtTheBottom() => Assert.Equal("M359 90L359 45L360 45L360 90Z", new LineChart([Now - 10, Now], [1, 1], Now).Area(2));

    [Fact]
    public void Line_OfAnySeries_StaysWithinTheChart() => Prop.ForAll(Series().ToArbitrary(), series =>
    {
        var path = new LineChart(series.Times, series.Values, Now).Line(series.Most);
        var points = Regex.Matches(path, @"[ML]([-\d.]+) ([-\d.]+)").Select(match => (X: Number(match.Groups[1].Value), Y: Number(match.Groups[2].Value))).ToList();
        return points.Count == series.Values.Count(value => value is not null)
            && points.TrueForAll(point => point is { X: >= 0 and <= LineChart.Width, Y: >= 0 and <= LineChart.Height })
            && points.Zip(points.Skip(1)).All(pair => pair.First.X <= pair.Second.X)
            && Regex.IsMatch(path, @"^([MLh][\d.]+( [\d.]+)?)*$");
    }).QuickCheckThrowOnFailure();

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static Gen<(IReadOnlyList<long> Times, IReadOnlyList<double?> Values, double Most)> Series() =>
        from count in Gen.Choose(0, 400)
        from gaps in Gen.Choose(1, 120).ListOf(count)
        from values in Gen.OneOf(Gen.Constant((double?)null), Gen.Choose(-50, 500).Select(value => (double?)value / 7)).ListOf(count)
        from most in Gen.Choose(1, 1000)
        select ((IReadOnlyList<long>)[.. gaps.Select((_, index) => Now - gaps.Skip(index).Sum())], (IReadOnlyList<double?>)[.. values], (double)most);
}
