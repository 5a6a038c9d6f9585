using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Leaderboards.Contributors;

namespace LaionGrid.Coordinator.Tests.Leaderboards.Contributors;

public sealed class BadgePolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 6, 0, 0, TimeSpan.Zero);
    private static readonly Deeds Nothing = new(0, 0, 0, false, [], null, null);

    [Fact]
    public void Nobody_HasNoBadge() => Assert.Empty(BadgePolicy.Of(Nothing, Now));

    [Theory]
    [InlineData(1, 100, nameof(Badge.TopHundredth))]
    [InlineData(1, 99, nameof(Badge.TopTwentieth))]
    [InlineData(5, 100, nameof(Badge.TopTwentieth))]
    [InlineData(6, 100, nameof(Badge.TopQuarter))]
    [InlineData(1, 4, nameof(Badge.TopQuarter))]
    public void Percentile_OfARank_IsTheBestOne(int rank, int total, string badge) =>
        Assert.Equal([Enum.Parse<Badge>(badge)], BadgePolicy.Of(Nothing with { MonthRank = rank, MonthTotal = total }, Now));

    [Theory, InlineData(26, 100), InlineData(1, 3), InlineData(0, 1000)]
    public void Percentile_BehindTheFirstQuarter_IsNone(int rank, int total) => Assert.Empty(BadgePolicy.Of(Nothing with { MonthRank = rank, MonthTotal = total }, Now));

    /// <summary>Whatever the board, no more have a badge than its name says.</summary>
    [Fact]
    public void Percentiles_AreNoLargerThanTheySay() => Prop.ForAll(Gen.Choose(1, 3000).ToArbitrary(), total =>
    {
        var badges = Enumerable.Range(1, total).SelectMany(rank => BadgePolicy.Of(Nothing with { MonthRank = rank, MonthTotal = total }, Now)).ToList();
        var (hundredth, twentieth, quarter) = (badges.Count(one => one == Badge.TopHundredth), badges.Count(one => one == Badge.TopTwentieth), badges.Count(one => one == Badge.TopQuarter));
        return hundredth * 100 <= total && (hundredth + twentieth) * 20 <= total && (hundredth + twentieth + quarter) * 4 <= total && (hundredth + twentieth + quarter + 1) * 4 > total;
    }).QuickCheckThrowOnFailure();

    [Theory, InlineData(1, 1), InlineData(99, 1), InlineData(100, 2), InlineData(1000, 3)]
    public void Pictures_AreCounted(long pictures, int badges) => Assert.Equal(badges, BadgePolicy.Of(Nothing with { Pictures = pictures }, Now).Count);

    [Fact]
    public void NightShift_IsEightHoursInARow()
    {
        var evening = Now.AddDays(-3);
        var seven = Enumerable.Range(0, 7).Select(hour => evening.AddHours(hour)).ToList();

        Assert.Empty(BadgePolicy.Of(Nothing with { Hours = seven }, Now));
        Assert.Empty(BadgePolicy.Of(Nothing with { Hours = [.. seven, evening.AddHours(8)] }, Now));
        Assert.Equal([Badge.NightShift], BadgePolicy.Of(Nothing with { Hours = [evening.AddHours(7), .. seven] }, Now));
    }

    [Fact]
    public void OneYear_IsForThoseWhoAreHereStill()
    {
        Assert.Equal([Badge.OneYear], BadgePolicy.Of(Nothing with { FirstAt = Now.AddDays(-365), LastAt = Now.AddDays(-30) }, Now));
        Assert.Empty(BadgePolicy.Of(Nothing with { FirstAt = Now.AddDays(-364), LastAt = Now }, Now));
        Assert.Empty(BadgePolicy.Of(Nothing with { FirstAt = Now.AddDays(-800), LastAt = Now.AddDays(-31) }, Now));
    }
}
