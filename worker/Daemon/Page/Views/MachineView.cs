using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Idle.Control;

namespace LaionGrid.Worker.Page.Views;

/// <summary>The owner's rules, what the worker sees of the machine, and what lies on its disk.</summary>
internal static class MachineView
{
    /// <summary>What the owner said stands before what nobody said.</summary>
    public static Html Rules(StatusReport report)
    {
        if (report.Rules.Count == 0)
            return Html.None;
        var holds = report.Rules.Any(rule => rule is { Name: "always", Value: "yes" or "true" });
        return Html.Of($"""
            <h2>Your rules</h2>
            <p class="quiet">{(holds ? "None of them holds, only what you say by hand: “always” is on." : "When this machine may be used, and where that is said. A changed rule holds from the next start.")}</p>
            <table class="table rules"><thead><tr><th scope="col">Rule</th><th scope="col">Value</th></tr></thead>
            <tbody>{report.Rules.OrderBy(rule => rule.Source == RuleInForce.Default).Select(Rule)}</tbody></table>
            """);
    }

    public static Html Machine(MachineState machine) => Html.Of($"""
        <h2>What it sees</h2>
        <dl class="settings">{StatusText.Facts(machine).Where(fact => fact.Value is not null).Select(fact => Fact(fact.Name, fact.Value))}</dl>
        {machine.Gaps.Select(gap => Html.Of($"<p class=\"quiet\">{gap}</p>"))}
        """);

    public static Html Models(StatusReport report, TimeZoneInfo zone) => report.Bundles.Count == 0
        ? Html.Of($"""<h2>Models</h2><p class="empty">None yet. One is downloaded when it is first needed.</p>""")
        : Html.Of($"""
            <h2>Models</h2>
            <table class="table"><thead><tr><th scope="col">On this disk</th><th scope="col" class="number">Size</th><th scope="col" class="number">Last used</th></tr></thead>
            <tbody>{report.Bundles.Select(bundle => Model(bundle, report.At, zone))}</tbody>
            {(report.Bundles.Count > 1 ? Html.Of($"""<tfoot><tr><th scope="row">Together</th><td class="number">{Words.Bytes(report.Bundles.Sum(bundle => bundle.Bytes))}</td><td></td></tr></tfoot>""") : Html.None)}</table>
            """);

    private static Html Rule(RuleInForce rule) => Html.Of($"""
        <tr><th scope="row">{rule.Name}</th><td>{rule.Value} <small class="{(rule.Source == RuleInForce.Default ? "quiet" : "quiet from")}">{rule.Source}</small></td></tr>
        """);

    private static Html Model(BundleStatus bundle, DateTimeOffset now, TimeZoneInfo zone) => Html.Of($"""
        <tr><th scope="row">{bundle.Id}{(bundle.IsWhole ? "" : " (in part)")}</th><td class="number">{Words.Bytes(bundle.Bytes)}</td><td class="number">{Words.When(bundle.LastUse, now, zone)}</td></tr>
        """);

    private static Html Fact(string name, string? value) => Html.Of($"<div><dt>{name}</dt><dd>{value}</dd></div>");
}
