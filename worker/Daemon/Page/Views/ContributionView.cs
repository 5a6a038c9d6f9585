using LaionGrid.Worker.Idle.Control;

namespace LaionGrid.Worker.Page.Views;

/// <summary>What the pictures of this machine came to.</summary>
internal static class ContributionView
{
    private const int ShownAtFirst = 8;

    public static Html Figures(StatusReport report) => report.Owner.IsReferee ? Html.None : report.Contribution switch
    {
        null => Html.Of($"""<p class="empty">Nothing was decided about this machine’s pictures yet. The coordinator is asked every five minutes.</p>"""),
        var (today, total, account) => Html.Of($"""
            <dl class="figures">
              {Figure(Words.Work(today.Mflop), $"today, {Words.Counted(today.Accepted, "picture", "pictures")}")}
              {Figure(Words.Work(total.Mflop), $"in all, {Words.Counted(total.Accepted, "picture", "pictures")}")}
              {(account is null ? Html.None : Figure(Words.Work(account.FinalMflop), $"final for {report.Owner.Contributor}{(account.Rank > 0 ? $", rank {Words.Count(account.Rank)}" : "")}"))}
              {(account is null ? Html.None : Figure(Words.Work(account.ProvisionalMflop), "wait for a later audit"))}
            </dl>
            """),
    };

    public static Html Verdicts(StatusReport report, TimeZoneInfo zone)
    {
        if (report.Owner.IsReferee || report.Verdicts.Count == 0)
            return Html.None;
        var rows = report.Verdicts.Select(verdict => Row(verdict, report.At, zone)).ToList();
        var older = rows.Count > ShownAtFirst
            ? Html.Of($"""<details class="detail"><summary>{Words.Count(rows.Count - ShownAtFirst)} older</summary>{Table(rows[ShownAtFirst..])}</details>""")
            : Html.None;
        return Html.Of($"""
            <h2>What became of its pictures</h2>{Table(rows[..Math.Min(rows.Count, ShownAtFirst)])}{older}
            <p class="quiet note">Verified: its steps were looked at, and a referee’s agree. Accepted: on this machine’s record. Both become final with a later audit.</p>
            """);
    }

    private static Html Figure(string size, string of) => Html.Of($"<div><dt>{of}</dt><dd>{size}</dd></div>");

    private static Html Table(List<Html> rows) => Html.Of($"""
        <div class="scroll"><table class="table verdicts">
        <thead><tr><th scope="col">Rendered</th><th scope="col">Verdict</th><th scope="col" class="number">Credit</th></tr></thead>
        <tbody>{rows}</tbody></table></div>
        """);

    private static Html Row(VerdictStatus verdict, DateTimeOffset now, TimeZoneInfo zone) => Html.Of($"""
        <tr><td><time datetime="{Words.Machine(verdict.RenderedAt)}">{Words.When(verdict.RenderedAt, now, zone)}</time></td>
        <td>{Sentence(verdict)}{Appeal(verdict)}</td>
        <td class="number">{(verdict.Mflop == 0 ? "–" : Words.Work(verdict.Mflop))}</td></tr>
        """);

    private static Html Sentence(VerdictStatus verdict) => verdict.Kind switch
    {
        "verified" => Html.Of($"""<span class="good">Verified</span>"""),
        "trusted" => Html.Of($"Accepted"),
        "recalled" => Html.Of($"""<span class="bad">Taken back</span>: a later audit found this machine at fault"""),
        _ => Html.Of($"""<span class="bad">Rejected</span>: {verdict.Reason}"""),
    };

    private static Html Appeal(VerdictStatus verdict) => verdict.Appeal.Length == 0
        ? Html.None
        : Html.Of($"""<br><span class="quiet">For a second opinion within a day of the verdict: <code>laiongrid-worker appeal {verdict.Appeal}</code></span>""");
}
