using LaionGrid.Worker.Idle.Control;

namespace LaionGrid.Worker.Page.Views;

/// <summary>A part of the page that is replaced when it changes.</summary>
internal readonly record struct PagePart(string Id, Html Content);

/// <summary>The page as a table of contents.</summary>
internal sealed class PageView(IOwnerDesk desk, TimeProvider time)
{
    private static readonly TimeSpan ReloadsEvery = TimeSpan.FromSeconds(10);

    public TimeProvider Clock => time;

    public IReadOnlyList<PagePart> Parts() => PartsOf(desk.Now());

    public Html Document()
    {
        var report = desk.Now();
        var parts = PartsOf(report).ToDictionary(part => part.Id, part => Html.Of($"<div id=\"{part.Id}\" data-part>{part.Content}</div>"));
        var head = Html.Of($"""<script type="module" src="/assets/page.js"></script><noscript><meta http-equiv="refresh" content="{ReloadsEvery.TotalSeconds:0}"></noscript>""");
        return Frame.Of("This worker · LaionGrid", head, Html.Of($"""
            <a class="skip" href="#main">Skip to the content</a>
            <header class="masthead">
              <span class="wordmark">{parts["mark"]} LaionGrid</span>
              {parts["owner"]}
            </header>
            <main id="main">
              <section class="hero">{parts["now"]}{parts["deeds"]}{parts["devices"]}<p class="quiet" data-connection hidden>The worker does not answer. It may have stopped; what you see is from before.</p></section>
              <section aria-label="Contribution">{parts["figures"]}</section>
              <section>{parts["plots"]}</section>
              <section>{parts["verdicts"]}</section>
              <section class="pair"><div>{parts["rules"]}</div><div>{parts["machine"]}{parts["models"]}</div></section>
            </main>
            <footer class="colophon">
              <p>Served by the worker on this machine, to this machine alone. Nothing is loaded from elsewhere.</p>
              <p>Version {report.Owner.Version}</p>
            </footer>
            """));
    }

    private IReadOnlyList<PagePart> PartsOf(StatusReport report) =>
    [
        new("mark", NowView.Mark(report)),
        new("owner", NowView.Owner(report)),
        new("now", NowView.Now(report, device => !desk.PreviewOf(device).IsEmpty)),
        new("deeds", NowView.Deeds(report)),
        new("devices", NowView.Devices(report)),
        new("figures", ContributionView.Figures(report)),
        new("plots", PlotsView.Of(report)),
        new("verdicts", ContributionView.Verdicts(report, time.LocalTimeZone)),
        new("rules", MachineView.Rules(report)),
        new("machine", MachineView.Machine(report.Machine)),
        new("models", MachineView.Models(report, time.LocalTimeZone)),
    ];
}
