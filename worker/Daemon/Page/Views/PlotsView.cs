using LaionGrid.Worker.Idle.Control;

namespace LaionGrid.Worker.Page.Views;

/// <summary>The last hour of what could be measured, as small line charts with one time axis.</summary>
internal static class PlotsView
{
    private static readonly Quantity[] All = Enum.GetValues<Quantity>();

    public static Html Of(StatusReport report)
    {
        var (times, series) = report.History;
        var missing = All.Except(series.Select(one => one.What)).Select(what => QuantityText.NameOf(what).ToLowerInvariant()).ToList();
        return Html.Of($"""
            <h2>The last hour</h2>
            <div class="plots">{series.Select(one => Plot(one, times, report.At.ToUnixTimeSeconds()))}</div>
            {(missing.Count == 0 ? Html.None : Html.Of($"<p class=\"quiet\">Not shown, because nothing on this machine tells it: {string.Join(", ", missing)}.</p>"))}
            """);
    }

    private static Html Plot(MeasuredSeries series, IReadOnlyList<long> times, long now)
    {
        var (line, scale) = (new LineChart(times, series.Values, now), series.Scale);
        var measured = series.Values.OfType<double>().ToList();
        var (least, highest) = (QuantityText.Of(series.What, measured.Min()), QuantityText.Of(series.What, measured.Max()));
        var range = least == highest ? least : $"{least} to {highest}";
        var limit = series.Limit is { } bound ? Html.Of($"""<line class="limit" x1="0" x2="{LineChart.Width}" y1="{LineChart.Height - bound / scale * LineChart.Height:0.#}" y2="{LineChart.Height - bound / scale * LineChart.Height:0.#}"/>""") : Html.None;
        return Html.Of($"""
            <figure class="plot">
              <figcaption><span class="eyebrow">{QuantityText.NameOf(series.What)}</span> <strong class="number">{(series.Now is { } value ? QuantityText.Of(series.What, value) : "")}</strong></figcaption>
              <svg viewBox="0 0 {LineChart.Width} {LineChart.Height}" preserveAspectRatio="none" role="img" aria-label="{QuantityText.NameOf(series.What)} of {series.Source} over the last hour: {range}">
                <path class="area" d="{line.Area(scale)}"/>{limit}<path class="line" d="{line.Line(scale)}"/>
              </svg>
              <p class="axis"><span>1 h ago</span><span>now</span></p>
              <p>{series.Source}</p>
              <p class="quiet">{range}{(series.Limit is { } most ? $"; pauses above {QuantityText.Of(series.What, most)}" : series is { What: Quantity.Memory, Most: { } total } ? $" of {QuantityText.Of(series.What, total)}" : "")}</p>
            </figure>
            """);
    }
}
