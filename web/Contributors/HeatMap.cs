using LaionGrid.Web.Coordinator.Boards;

namespace LaionGrid.Web.Contributors;

/// <summary>One day of a heat map.</summary>
/// <param name="Week">Column, 0 for the first.</param>
/// <param name="Weekday">Row, 0 for Monday.</param>
/// <param name="Level">0 for nothing to 4 for the most.</param>
public sealed record HeatDay(DateOnly Day, int Week, int Weekday, int Level, DayView? Sum);

/// <summary>A month's sums, and the column that its name stands above.</summary>
public sealed record HeatMonth(DateOnly Month, int Week, int DaysActive, int Pictures, long CreditMflop);

/// <summary>A year of days, laid out in whole weeks from Monday on, so that today is in the last column.</summary>
public sealed class HeatMap
{
    public const int Weeks = 53;
    public const int Levels = 4;

    private const int WeekDays = 7;

    private HeatMap(IReadOnlyList<HeatDay> days) => Days = days;

    /// <summary>Oldest first; the last one is today.</summary>
    public IReadOnlyList<HeatDay> Days { get; }

    public IReadOnlyList<HeatMonth> Months => [.. Days.GroupBy(day => new DateOnly(day.Day.Year, day.Day.Month, 1)).Select(month => new HeatMonth(
        month.Key, month.First().Week, month.Count(day => day.Sum is { Pictures: > 0 }), month.Sum(day => day.Sum?.Pictures ?? 0), month.Sum(day => day.Sum?.CreditMflop ?? 0)))];

    /// <param name="sums">Days with anything in them; what is older than the first Monday is left out.</param>
    public static HeatMap Of(IReadOnlyList<DayView> sums, DateOnly today)
    {
        var first = today.AddDays(-WeekdayOf(today) - WeekDays * (Weeks - 1));
        var byDay = sums.Where(sum => sum.Day >= first && sum.Day <= today).ToDictionary(sum => sum.Day);
        var most = byDay.Values.Select(sum => sum.Pictures).DefaultIfEmpty().Max();
        return new([.. Enumerable.Range(0, today.DayNumber - first.DayNumber + 1).Select(index =>
        {
            var day = first.AddDays(index);
            var sum = byDay.GetValueOrDefault(day);
            return new HeatDay(day, index / WeekDays, index % WeekDays, LevelOf(sum?.Pictures ?? 0, most), sum);
        })]);
    }

    /// <summary>By the square root, so that one great day does not make all others look like nothing.</summary>
    private static int LevelOf(int pictures, int most) => pictures <= 0 ? 0 : Math.Clamp((int)Math.Ceiling(Levels * Math.Sqrt((double)pictures / most)), 1, Levels);

    private static int WeekdayOf(DateOnly day) => ((int)day.DayOfWeek + WeekDays - 1) % WeekDays;
}
