namespace LaionGrid.Web.Network;

/// <summary>A chart whose lines are drawn and whose figures are said.</summary>
/// <param name="Newest">Null while there is no figure.</param>
/// <param name="Most">The value at the chart's top.</param>
/// <param name="Paths">One for each of <paramref name="Names"/>, the strong one first.</param>
public sealed record DrawnChart(string Title, string? Newest, string Most, IReadOnlyList<string> Names, IReadOnlyList<string> Paths)
{
    public static DrawnChart Of(Chart chart, ChartAxis axis)
    {
        var most = chart.Most;
        return new(
            chart.Title, chart.Newest is { } newest ? chart.Say(newest) : null, chart.Say(most),
            [.. chart.Lines.Select(line => line.Name)], [.. chart.Lines.Select(line => ChartShape.PathOf(line, axis, most))]);
    }
}
