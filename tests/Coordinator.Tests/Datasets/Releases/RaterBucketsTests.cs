using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Datasets.Releases.Deriving;

namespace LaionGrid.Coordinator.Tests.Datasets.Releases;

public sealed class RaterBucketsTests
{
    [Theory]
    [InlineData(-5, "<1d")]
    [InlineData(0.99, "<1d")]
    [InlineData(1, "1-6d")]
    [InlineData(29.9, "7-29d")]
    [InlineData(30, "30-364d")]
    [InlineData(365, "365d+")]
    [InlineData(4000, "365d+")]
    public void Tenure_OfDays_IsTheirRange(double days, string name) => Assert.Equal(name, RaterBuckets.TenureOf(TimeSpan.FromDays(days)));

    [Theory]
    [InlineData(1, "1-9")]
    [InlineData(10, "10-99")]
    [InlineData(999, "100-999")]
    [InlineData(int.MaxValue, "10000+")]
    public void Count_OfAnswers_IsItsRange(int answers, string name) => Assert.Equal(name, RaterBuckets.CountOf(answers));

    [Fact]
    public void Range_OfAllAnswers_HoldsAnyPartOfThem_AndNoTenTimesAsMany() => Prop.ForAll((from all in Gen.Choose(1, 9_999) from part in Gen.Choose(1, all) select (all, part)).ToArbitrary(), given =>
    {
        Assert.True(RaterBuckets.Holds(RaterBuckets.CountOf(given.all), given.part));
        Assert.False(RaterBuckets.Holds(RaterBuckets.CountOf(given.all), 10 * given.all));
        Assert.False(RaterBuckets.Holds("some", given.part));
    }).QuickCheckThrowOnFailure();
}
