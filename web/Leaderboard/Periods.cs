using LaionGrid.Web.Coordinator;

namespace LaionGrid.Web.Leaderboard;

/// <summary>The periods as addresses spell them and people read them.</summary>
internal static class Periods
{
    public static IReadOnlyList<(Period Period, string Key, string Title, string Span)> All { get; } =
    [
        (Period.Day, "day", "Day", "the last 24 hours"),
        (Period.Week, "week", "Week", "the last 7 days"),
        (Period.Month, "month", "Month", "the last 30 days"),
        (Period.All, "all", "All time", "all time"),
    ];

    /// <summary>All time for nothing; null for a word that is no period.</summary>
    public static Period? Read(string text) => text.Length == 0 ? Period.All : All.Where(one => one.Key == text).Select(one => (Period?)one.Period).FirstOrDefault();

    public static string SpanOf(Period period) => All.Single(one => one.Period == period).Span;
}
