using LaionGrid.Web.Coordinator.Boards;

namespace LaionGrid.Web.Leaderboard;

/// <summary>The periods as addresses spell them and people read them. Each is counted from the start of an hour, so it may be up to an hour longer.</summary>
internal static class Periods
{
    public static IReadOnlyList<(Period Period, string Key, string Title, string Span)> All { get; } =
    [
        (Period.Day, "day", "Day", "in the last 24 hours"),
        (Period.Week, "week", "Week", "in the last 7 days"),
        (Period.Month, "month", "Month", "in the last 30 days"),
        (Period.All, "all", "All time", "of all time"),
    ];

    /// <summary>All time for nothing; null for a word that is no period.</summary>
    public static Period? Read(string text) => text.Length == 0 ? Period.All : All.Where(one => one.Key == text).Select(one => (Period?)one.Period).FirstOrDefault();

    public static string KeyOf(Period period) => All.Single(one => one.Period == period).Key;

    /// <summary>Goes on after "verified work".</summary>
    public static string SpanOf(Period period) => All.Single(one => one.Period == period).Span;
}
