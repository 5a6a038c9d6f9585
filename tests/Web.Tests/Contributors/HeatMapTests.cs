using LaionGrid.Web.Contributors;
namespace LaionGrid.Web.Tests.Contributors;

public sealed class HeatMapTests
{
    /// <summary>Whatever day it is, today is the last square of the last column, each day stands in its weekday's row, and no square is there twice.</summary>
    [Fact]
    public void Days_FillWholeWeeks_UntilToday()
    {
        for (var today = new DateOnly(2026, 11, 1); today < new DateOnly(2028, 3, 15); today = today.AddDays(1))
        {
            var days = HeatMap.Of([], today).Days;

            Assert.Equal((today, HeatMap.Weeks - 1), (days[^1].Day, days[^1].Week));
            Assert.True(days[0] is { Week: 0, Weekday: 0 } && days.Count >= 365, $"{today}");
            Assert.All(days, day => Assert.Equal(((int)day.Day.DayOfWeek + 6) % 7, day.Weekday));
            Assert.Equal(days.Count, days.Select(day => (day.Week, day.Weekday)).Distinct().Count());
        }
    }

    [Fact]
    public void Levels_AreFromOneToFour_ForDaysWithPictures()
    {
        var today = new DateOnly(2026, 11, 30);
        var map = HeatMap.Of([new(today.AddDays(-400), 1, 1000), new(today.AddDays(-3), 5, 0), new(today.AddDays(-2), 1, 1), new(today.AddDays(-1), 1, 25), new(today, 1, 100)], today);

        Assert.Equal([0, 1, 2, 4], map.Days.TakeLast(4).Select(day => day.Level));
        Assert.Equal((126, 8), (map.Months.Sum(month => month.Pictures), map.Months.Sum(month => month.CreditMflop)));
    }

    /// <summary>What was taken back can outweigh what was made.</summary>
    [Fact]
    public void Day_OfLessThanNothing_IsEmpty() => Assert.All(HeatMap.Of([new(new(2026, 11, 30), -5, -2)], new(2026, 11, 30)).Days, day => Assert.Equal(0, day.Level));
}
