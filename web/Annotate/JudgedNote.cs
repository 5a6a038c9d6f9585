using System.Globalization;
using LaionGrid.Web.Coordinator.Commons;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Annotate;

/// <summary>What is said of the answer before. It may come by an address, so it says nothing but numbers.</summary>
public sealed record JudgedNote
{
    /// <summary>For people; empty when nothing was wrong.</summary>
    public string Problem { get; init; } = "";

    /// <summary>Null when nothing was answered just now.</summary>
    public JudgedView? Judged { get; init; }

    public string Query => Judged is { } judged
        ? $"kept={judged.Points}{(judged.Moved ? $"&passed={judged.Places}{(judged.Seconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"&earlier={Math.Round(seconds)}") : "")}" : "")}"
        : "";

    /// <summary>Empty when there is nothing to say.</summary>
    public string Sentence => Judged switch
    {
        null => "",
        { Moved: true, Places: 0 } => "Kept. Nobody was left to pass: your picture is as far forward as it can be.",
        { Moved: true, Places: var places, Seconds: { } seconds } => $"Kept. Your picture passed {Units.Counted(places, "other", "others")}: about {Units.Duration(TimeSpan.FromSeconds(Math.Max(1, seconds)))} earlier.",
        { Moved: true, Places: var places } => $"Kept. Your picture passed {Units.Counted(places, "other", "others")}.",
        { Points: > 0 and var points } => $"Kept. {Units.Counted(points, "point", "points")} of priority, due within a day.",
        _ => "Kept. Thank you.",
    };

    public static JudgedNote Of(JudgeOutcome outcome) => outcome switch
    {
        JudgeOutcome.Kept kept => new() { Judged = kept.Judged },
        JudgeOutcome.Refused refused => new() { Problem = refused.Refusal.Message },
        _ => throw new InvalidOperationException($"No answer for {outcome}."),
    };

    public static JudgedNote Read(IQueryCollection query) => Number(query["kept"]) is not { } points ? new() : new()
    {
        Judged = new(points, Number(query["passed"]) is not null, Number(query["passed"]) ?? 0, Number(query["earlier"])),
    };

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
