using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Worker.Idle;

namespace LaionGrid.Worker.Tests.Idle;

public sealed class ScheduleTests
{
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>Sunday the first of a month, and so the days of the week have their numbers.</summary>
    private static readonly DateTime Sunday = new(2026, 2, 1);

    [Theory]
    [InlineData("mon-fri 9:00-17:30", "Mon 08:59", false), InlineData("mon-fri 9:00-17:30", "Mon 09:00", true), InlineData("mon-fri 9:00-17:30", "Fri 17:29", true)]
    [InlineData("mon-fri 9:00-17:30", "Fri 17:30", false), InlineData("mon-fri 9:00-17:30", "Sat 12:00", false)]
    [InlineData("daily 22:00-7:00", "Sat 23:59", true), InlineData("daily 22:00-7:00", "Sun 06:59", true), InlineData("daily 22:00-7:00", "Sun 07:00", false)]
    [InlineData("sat 22:00-7:00", "Sun 06:59", true), InlineData("sat 22:00-7:00", "Sat 06:59", false), InlineData("sat 22:00-7:00", "Sun 22:30", false)]
    [InlineData("fri-mon 0:00-24:00", "Sun 12:00", true), InlineData("fri-mon 0:00-24:00", "Mon 23:59", true), InlineData("fri-mon 0:00-24:00", "Tue 00:00", false)]
    [InlineData("MON 8:00-9:00, wed 8:00-9:00", "Wed 08:30", true), InlineData("mon 8:00-9:00, wed 8:00-9:00", "Tue 08:30", false), InlineData("always", "Thu 03:00", true)]
    public void IsOpen_AtAMinute_IsAsWritten(string text, string at, bool isOpen) =>
        Assert.Equal(isOpen, Schedule.Parse(text)!.IsOpen(Sunday.AddDays(Array.IndexOf(Days, at[..3].ToLowerInvariant())) + TimeSpan.Parse(at[4..], null)));

    [Theory]
    [InlineData(""), InlineData("mon"), InlineData("mon 8-9"), InlineData("mon 8:00-8:00"), InlineData("mon 24:00-8:00"), InlineData("mon 8:60-9:00"), InlineData("mon 8:00-24:01")]
    [InlineData("moon 8:00-9:00"), InlineData("xyz 8:00-9:00"), InlineData("mon-xyz 8:00-9:00"), InlineData("mon 8:00-9:00,"), InlineData("never"), InlineData("mon 8:00-9:00 tue 8:00-9:00")]
    public void Parse_OfWhatIsNoSchedule_IsNull(string text) => Assert.Null(Schedule.Parse(text));

    [Fact]
    public void Parse_OfAnyText_NeverThrows() => Prop.ForAll<string>(text => Record.Exception(() => Schedule.Parse(text ?? "")) is null).QuickCheckThrowOnFailure();

    /// <summary>Whatever window on whatever days: each minute of the week is open just when it lies in the window of its own day or of the one before.</summary>
    [Fact]
    public void IsOpen_OfAnyWindow_IsItsMinutesAndNoOther()
    {
        var windows = from first in Gen.Choose(0, 6) from last in Gen.Choose(0, 6) from start in Gen.Choose(0, 1439) from end in Gen.Choose(0, 1440) where start != end select (first, last, start, end);
        Prop.ForAll(windows.ToArbitrary(), window =>
        {
            var (first, last, start, end) = window;
            var schedule = Schedule.Parse($"{Days[first]}-{Days[last]} {Clock(start)}-{Clock(end)}")!;
            return Enumerable.Range(0, Schedule.MinutesOfWeek).All(minute => schedule.IsOpen(Sunday.AddMinutes(minute)) == Expected(minute / 1440, minute % 1440));

            bool Expected(int day, int minute) => start < end
                ? IsIn(day) && minute >= start && minute < end
                : (IsIn(day) && minute >= start) || (IsIn((day + 6) % 7) && minute < end);

            bool IsIn(int day) => first <= last ? day >= first && day <= last : day >= first || day <= last;
        }).QuickCheckThrowOnFailure();
    }

    private static string Clock(int minute) => $"{minute / 60}:{minute % 60:00}";
}
