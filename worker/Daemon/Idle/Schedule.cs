using System.Collections;

namespace LaionGrid.Worker.Idle;

/// <summary>
/// Minutes of a week, by the clock on the wall. When that is put forward the minutes it leaves out are nobody's; when it is put back, those
/// that come twice count twice. Immutable.
/// </summary>
internal sealed class Schedule
{
    public const int MinutesOfDay = 24 * 60;
    public const int MinutesOfWeek = 7 * MinutesOfDay;

    private readonly BitArray _minutes;

    private Schedule(BitArray minutes, string text) => (_minutes, Text) = (minutes, text);

    public static Schedule Always { get; } = new(new(MinutesOfWeek, defaultValue: true), "always");

    /// <summary>As its owner wrote it.</summary>
    public string Text { get; }

    public bool IsOpen(DateTime local) => _minutes[((int)local.DayOfWeek * MinutesOfDay) + (local.Hour * 60) + local.Minute];

    /// <summary>Null when it is none.</summary>
    public static Schedule? Parse(string text)
    {
        if (text.Trim().Equals("always", StringComparison.OrdinalIgnoreCase))
            return Always;
        var minutes = new BitArray(MinutesOfWeek);
        foreach (var part in text.Split(','))
        {
            if (ScheduleWindow.Parse(part) is not { } window)
                return null;
            foreach (var day in window.Days)
            {
                for (var minute = 0; minute < window.Length; minute++)
                    minutes[((day * MinutesOfDay) + window.From + minute) % MinutesOfWeek] = true; // may end on the next day, and Saturday's on Sunday
            }
        }
        return new(minutes, text.Trim());
    }

    public override string ToString() => Text;
}
