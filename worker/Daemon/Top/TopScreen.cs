using System.Globalization;
using LaionGrid.Worker.Idle.Control;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LaionGrid.Worker.Top;

/// <summary>A status as a screen of a terminal.</summary>
internal sealed class TopScreen(TimeZoneInfo zone)
{
    private const int MostVerdicts = 8;
    private const int SparkCells = 24;
    private const int BarCells = 40;

    private static readonly Style Ember = new(new Color(216, 102, 43));
    private static readonly Style Moss = new(Color.Green);
    private static readonly Style Rust = new(Color.Red);
    private static readonly Style Quiet = new(decoration: Decoration.Dim);
    private static readonly Style Strong = new(decoration: Decoration.Bold);

    public IRenderable Of(StatusReport report) => new Rows(
    [
        Heading(report), Text.Empty, .. Now(report), Text.Empty, .. Measured(report), .. Contribution(report), .. Verdicts(report), new Text("p pause   r resume   f finish   q quit", Quiet),
    ]);

    /// <summary>The worker does not answer any more.</summary>
    public static IRenderable Gone(string problem) => new Rows(new Text(problem, Rust), Text.Empty, new Text("q quit", Quiet));

    private Columns Heading(StatusReport report)
    {
        var owner = report.Owner;
        var who = owner.Name.Length == 0 ? "not on the grid yet" : owner.IsReferee ? $"{owner.Name}, referee" : $"{owner.Name} for {owner.Contributor}";
        var clock = TimeZoneInfo.ConvertTime(report.At, zone).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return new Columns(new Text("LaionGrid", Strong), new Text(who), new Text(owner.Coordinator, Quiet), new Text(clock, Quiet)) { Expand = false, Padding = new Padding(0, 0, 3, 0) };
    }

    private static IEnumerable<IRenderable> Now(StatusReport report)
    {
        yield return State(report.State, report.State == "paused" ? "Paused." : report.Doing);
        foreach (var reason in report.Reasons)
            yield return new Text($"  {reason}");
        if (report.Download is { } download)
            yield return Bar(download.DoneBytes, download.TotalBytes, $"{download.Bundle}: {Words.Bytes(download.DoneBytes)} of {Words.Bytes(download.TotalBytes)}{(download.Left is { } left ? $", {Words.Length(left)} left" : "")}");
        foreach (var line in report.Devices.SelectMany(device => Device(device, report)))
            yield return line;
    }

    private static IEnumerable<IRenderable> Device(DeviceReading device, StatusReport report)
    {
        if (report.Devices.Count > 1)
            yield return State(device.State, $"{device.Label}  {device.Name}  {string.Join(' ', device.State is "open" or "finishing" ? [device.Doing] : device.Reasons)}");
        if (device.Job is { IsCheck: false } job)
            yield return Bar(job.Step, job.Steps, $"step {job.Step} of {job.Steps}{(job.LeftAt(report.At) is { } left ? $", about {Words.Length(left)} left" : "")}");
    }

    private static IEnumerable<IRenderable> Measured(StatusReport report)
    {
        if (report.History.Series.Count == 0)
            yield break;
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap().RightAligned()).AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var series in report.History.Series)
        {
            grid.AddRow(
                new Text(QuantityText.NameOf(series.What)), new Text(series.Now is { } now ? QuantityText.Of(series.What, now) : ""),
                new Text(Sparkline.Of(series.Values, series.Scale, SparkCells), Ember), new Text(series.Source, Quiet));
        }
        yield return grid;
        yield return Text.Empty;
    }

    private static IEnumerable<IRenderable> Contribution(StatusReport report)
    {
        if (report.Contribution is not { } contribution)
            yield break;
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap().RightAligned()).AddColumn();
        AddRow("Today", contribution.Today.Mflop, Words.Counted(contribution.Today.Accepted, "picture", "pictures"));
        AddRow("In all", contribution.Total.Mflop, Words.Counted(contribution.Total.Accepted, "picture", "pictures"));
        if (contribution.Account is { } account)
        {
            AddRow("Final", account.FinalMflop, $"for {report.Owner.Contributor}{(account.Rank > 0 ? $", rank {Words.Count(account.Rank)}" : "")}");
            AddRow("Provisional", account.ProvisionalMflop, "until a later audit");
        }
        yield return grid;
        yield return Text.Empty;

        void AddRow(string name, long mflop, string of) => grid.AddRow(new Text(name), new Text(Words.Work(mflop), Strong), new Text(of, Quiet));
    }

    private IEnumerable<IRenderable> Verdicts(StatusReport report)
    {
        if (report.Verdicts.Count == 0)
            yield break;
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap().RightAligned()).AddColumn();
        foreach (var verdict in report.Verdicts.Take(MostVerdicts))
        {
            var style = verdict.Kind switch { "verified" => Moss, "trusted" => Style.Plain, _ => Rust };
            grid.AddRow(
                new Text(Words.When(verdict.RenderedAt, report.At, zone), Quiet), new Text(verdict.Kind, style), new Text(verdict.Mflop > 0 ? Words.Work(verdict.Mflop) : ""), new Text(verdict.Reason, Quiet));
        }
        yield return grid;
        yield return Text.Empty;
    }

    private static Paragraph State(string state, string sentence) =>
        new Paragraph("■ ", state switch { "open" => Moss, "finishing" => Ember, "setAside" => Rust, _ => Quiet }).Append(sentence, state == "open" ? Strong : Style.Plain);

    private static Paragraph Bar(double done, double all, string words)
    {
        var filled = all > 0 ? (int)(Math.Clamp(done / all, 0, 1) * BarCells) : 0;
        return new Paragraph(new string('━', filled), Ember).Append(new string('─', BarCells - filled), Quiet).Append($"  {words}", Style.Plain);
    }
}
