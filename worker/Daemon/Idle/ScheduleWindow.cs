using System.Text.RegularExpressions;

namespace LaionGrid.Worker.Idle;

/// <summary>One part of a schedule, such as "mon-fri 22:00-7:00": from a minute of each of its days on, for so many minutes.</summary>
/// <param name="Days">0 is Sunday.</param>
/// <param name="Length">1 to 1440; past midnight it goes on into the next day.</param>
internal sealed partial record ScheduleWindow(IReadOnlyList<int> Days, int From, int Length)
{
    private static readonly string[] Names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>Null when it is none.</summary>
    public static ScheduleWindow? Parse(string text)
    {
        if (Form().Match(text) is not { Success: true, Groups: var parts })
            return null;
        var (from, until) = (MinuteOf(parts["from"].Value, 24 * 60 - 1), MinuteOf(parts["until"].Value, 24 * 60));
        var (first, last) = (DayOf(parts["first"].Value), DayOf(parts["last"].Success ? parts["last"].Value : parts["first"].Value));
        if (from < 0 || until < 0 || first < 0 || last < 0 || from == until)
            return null;
        IReadOnlyList<int> days = parts["all"].Success ? [0, 1, 2, 3, 4, 5, 6] : [.. Enumerable.Range(first, ((last - first + 7) % 7) + 1).Select(day => day % 7)];
        return new(days, from, until > from ? until - from : until - from + Schedule.MinutesOfDay);
    }

    private static int DayOf(string text) => text.Length == 0 ? 0 : Array.IndexOf(Names, text.ToLowerInvariant());

    /// <summary>Below zero when it is no time of day.</summary>
    private static int MinuteOf(string text, int most)
    {
        var (hour, minute) = (int.Parse(text.AsSpan(0, text.IndexOf(':'))), int.Parse(text.AsSpan(text.IndexOf(':') + 1)));
        return minute < 60 && (hour * 60) + minute <= most ? (hour * 60) + minute : -1;
    }

    [GeneratedRegex(@"^\s*((?<all>daily)|(?<first>[a-z]{3})(-(?<last>[a-z]{3}))?)\s+(?<from>[0-9]{1,2}:[0-9]{2})-(?<until>[0-9]{1,2}:[0-9]{2})\s*\z", RegexOptions.IgnoreCase)]
    private static partial Regex Form();
}
