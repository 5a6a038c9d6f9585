using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Idle.Control;

namespace LaionGrid.Worker.Page.Views;

/// <summary>What the worker does now, and what can be said to it.</summary>
internal static class NowView
{
    private const int Squares = 9;
    private const int Middle = 4;
    private const int Across = 3;
    private const int Pitch = 9;

    /// <summary>The site's mark; its squares fill while a picture is made.</summary>
    public static Html Mark(StatusReport report)
    {
        var job = report.Devices.Select(device => device.Job).FirstOrDefault(job => job is { IsCheck: false });
        var squares = Enumerable.Range(0, Squares).Select(square => Html.Of(
            $"""<rect class="{(IsLive(square, job) ? "live" : "")}" x="{square % Across * Pitch}" y="{square / Across * Pitch}" width="8" height="8" rx="2"/>"""));
        return Html.Of($"""<svg class="mark" viewBox="0 0 26 26" width="26" height="26" aria-hidden="true">{squares}</svg>""");
    }

    public static Html Owner(StatusReport report) => report.Owner switch
    {
        { Name: "" } => Html.Of($"""<p class="owner">Not on the grid yet · {HostOf(report.Owner.Coordinator)}</p>"""),
        { IsReferee: true } owner => Html.Of($"""<p class="owner"><strong>{owner.Name}</strong>, referee at {HostOf(owner.Coordinator)}</p>"""),
        var owner => Html.Of($"""<p class="owner"><strong>{owner.Name}</strong> for {owner.Contributor} at {HostOf(owner.Coordinator)}</p>"""),
    };

    /// <param name="hasPreview">Whether the owner wants to see what a device makes, and there is something.</param>
    public static Html Now(StatusReport report, Func<string, bool> hasPreview)
    {
        var (headline, mood) = Headline(report);
        return Html.Of($"""
            <div class="now {mood}">
              <div>
                <p class="eyebrow state">{State(report.State)}</p>
                <h1 aria-live="polite">{headline}</h1>
                {Reasons(report.Reasons)}
                {Download(report.Download)}
                {(report.Devices is [var only] ? Job(only, report.At) : Html.None)}
              </div>
              {report.Devices.Where(device => device.Job is { IsCheck: false } && hasPreview(device.Label)).Select(Glimpse)}
            </div>
            """);
    }

    /// <summary>Several devices each with its state; of the only one the headline has said that.</summary>
    public static Html Devices(StatusReport report) => report.Devices.Count < 2 ? Html.None : Html.Of($"""<div class="devices">{report.Devices.Select(device => Device(device, report))}</div>""");

    public static Html Deeds(StatusReport report) => Html.Of($"""<div class="deeds">{report switch
    {
        { IsAsked: true, State: "finishing" } => Html.Of($"""{Deed("/resume", "", "Resume", "act")}{Deed("/pause", "", "Pause at once", "plain")}"""),
        { IsAsked: true } => Deed("/resume", "", "Resume", "act"),
        { State: "open" } => Html.Of($"""{Deed("/pause", "", "Pause", "act")}{Deed("/pause?for=1h", "", "Pause for an hour", "plain")}{Deed("/finish", "", "Finish this picture, then pause", "plain")}"""),
        _ => Html.Of($"""{Deed("/pause", "", "Stay paused", "act")}{Deed("/pause?for=1h", "", "Stay paused for an hour", "plain")}"""),
    }}</div>""");

    private static bool IsLive(int square, JobInHand? job) => job is null ? square == Middle : square * job.Steps < job.Step * Squares;

    private static Html Deed(string address, string device, string words, string look) => Html.Of(
        $"""<form method="post" action="{address}{(device.Length > 0 ? $"?device={Uri.EscapeDataString(device)}" : "")}"><button class="{look}">{words}</button></form>""");

    private static string State(string state) => state switch
    {
        "open" => "Free for the grid", "finishing" => "Finishing", "setAside" => "Set aside", "spare" => "Stands by", _ => "Left to you",
    };

    private static (string Headline, string Mood) Headline(StatusReport report)
    {
        var busy = report.Devices.Count(device => device.Job is not null);
        return report.State == "paused" ? ("Paused.", "resting")
            : busy > 1 ? ($"Working on {busy} of {report.Devices.Count} devices.", "working")
            : (report.Devices.FirstOrDefault(device => device.Job is not null)?.Doing ?? report.Doing, busy == 1 ? "working" : "waiting");
    }

    private static Html Reasons(IReadOnlyList<string> reasons) => reasons.Count == 0
        ? Html.None
        : Html.Of($"""<ul class="reasons">{reasons.Select(reason => Html.Of($"<li>{reason}</li>"))}</ul>""");

    private static Html Device(DeviceReading device, StatusReport report) => Html.Of($"""
        <section class="device"><h2>{NameOf(device)} <small class="quiet">{device.Label}</small></h2>
        <p>{(device.State is "open" or "finishing" ? device.Doing : $"{State(device.State)}.")} {string.Join(' ', device.Reasons.Except(report.Reasons))}</p>{Job(device, report.At)}
        {(device.State == "open" ? Deed("/pause", device.Label, "Pause this one", "plain") : report.State == "open" ? Deed("/resume", device.Label, "Resume this one", "plain") : Html.None)}</section>
        """);

    private static Html Job(DeviceReading device, DateTimeOffset now) => device.Job switch
    {
        { IsCheck: false } job => Html.Of($"""
            <div class="job"><progress max="{job.Steps}" value="{job.Step}" aria-label="Steps"></progress>
            <p><span class="number">Step {job.Step} of {job.Steps}</span> on {NameOf(device)}{(job.LeftAt(now) is { } left ? $", about {Words.Length(left)} left" : "")}</p></div>
            """),
        { } check => Html.Of($"""<div class="job"><p>{Words.Counted(check.Steps, "step", "steps")} of somebody’s picture on {NameOf(device)}, compared by the grid</p></div>"""),
        _ => Html.None,
    };

    private static Html Glimpse(DeviceReading device) => Html.Of($"""
        <figure class="frame glimpse" data-state="leased"><span class="plate"><img src="/preview.png?device={Uri.EscapeDataString(device.Label)}&amp;step={device.Job?.Step ?? 0}" alt="The picture on its way"></span>
        <figcaption>Somebody else’s picture, on its way</figcaption></figure>
        """);

    private static string NameOf(DeviceReading device) => device.Name.Length > 0 ? device.Name : "this machine";

    private static Html Download(DownloadStatus? download) => download is null ? Html.None : Html.Of($"""
        <div class="job"><progress max="{download.TotalBytes}" value="{download.DoneBytes}" aria-label="Download"></progress>
        <p>Downloading {download.Bundle}: <span class="number">{Words.Bytes(download.DoneBytes)} of {Words.Bytes(download.TotalBytes)}</span>{(download.Left is { } left ? $", {Words.Length(left)} left" : "")}</p></div>
        """);

    private static string HostOf(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.Authority : address;
}
