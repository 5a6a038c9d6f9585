using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Leases;

namespace LaionGrid.Coordinator.Tests.Leases;

public sealed class DeadlinePolicyTests
{
    private static readonly SpeedQuantiles Even = new(Slow: 100, Median: 100, Fast: 100);

    [Theory]
    [InlineData(2_000, 59, 61)] // three times the median of 20 s
    [InlineData(10, 1.9, 2.1)] // the floor
    public void IsLate_PastTheLimit_AndNotBefore(long cost, double intime, double late)
    {
        Assert.False(DeadlinePolicy.IsLate(TimeSpan.FromSeconds(intime), cost, Even, Even));
        Assert.True(DeadlinePolicy.IsLate(TimeSpan.FromSeconds(late), cost, Even, Even));
    }

    [Fact]
    public void IsLate_WhereHonestTimesSpreadWidely_WaitsForTheSlow() =>
        Assert.False(DeadlinePolicy.IsLate(TimeSpan.FromSeconds(149), 1_000, new(Slow: 10, Median: 100, Fast: 200), Even));

    [Theory]
    [InlineData(199, false)]
    [InlineData(201, true)]
    public void IsLate_OnAnHonestSlowMachine_WhenOthersNeedATwentieth(double seconds, bool expected) =>
        Assert.Equal(expected, DeadlinePolicy.IsLate(TimeSpan.FromSeconds(seconds), 1_000, new(Slow: 1, Median: 1, Fast: 1), Even));

    [Theory]
    [InlineData(true, 1, 1, 0, true)]
    [InlineData(false, 1, 1, 0, false)]
    [InlineData(true, 2, 1, 0, false)]
    [InlineData(true, 1, 0, 0, false)]
    [InlineData(true, 1, 5, 1, false)]
    public void MayTryTwice_BesideOneLateAttempt_AndInNobodysPlace(bool late, int live, int idle, int waiting, bool expected) =>
        Assert.Equal(expected, DeadlinePolicy.MayTryTwice(late, live, idle, waiting));

    [Fact]
    public void Find_WithEnoughSamples_IsOfTheClassAndBundle_AndWidensOtherwise()
    {
        var book = new SpeedBook();
        Assert.Null(book.Find("card", "pocket"));
        book.Add("other", "pocket", 100, TimeSpan.FromSeconds(1));
        Assert.Equal(100, book.Find("card", "pocket")!.Value.Median);
        for (var index = 0; index < 5; index++)
            book.Add("card", "large", 1_000, TimeSpan.FromSeconds(1));
        Assert.Equal(1_000, book.Find("card", "pocket")!.Value.Median);
        for (var index = 0; index < 5; index++)
            book.Add("card", "pocket", 500, TimeSpan.FromSeconds(1));
        Assert.Equal(500, book.Find("card", "pocket")!.Value.Median);
        Assert.Equal(1_000, book.Find(SpeedBook.Any, "large")!.Value.Median);
        Assert.Equal(TimeSpan.FromSeconds(4), DeadlinePolicy.Expected(2_000, book.Find("card", "pocket")!.Value));
    }

    [Fact]
    public void Find_OfAnySamples_OrdersItsQuantilesAmongTheLastSixtyFour() =>
        Prop.ForAll(Gen.Choose(1, 10_000).NonEmptyListOf().ToArbitrary(), costs =>
        {
            var book = new SpeedBook();
            foreach (var cost in costs)
                book.Add("card", "pocket", cost, TimeSpan.FromSeconds(1));
            var speeds = book.Find("card", "pocket")!.Value;
            var kept = costs.TakeLast(64).ToList();
            return speeds.Slow <= speeds.Median && speeds.Median <= speeds.Fast && kept.Min() <= speeds.Slow && speeds.Fast <= kept.Max();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Find_WhenManyClassesCame_StillKnowsTheOneInUse()
    {
        var book = new SpeedBook();
        for (var index = 0; index < 20_000; index++)
        {
            book.Add($"made up {index}", "pocket", 1, TimeSpan.FromSeconds(1));
            book.Add("card", "pocket", 777, TimeSpan.FromSeconds(1));
        }
        Assert.Equal(777, book.Find("card", "pocket")!.Value.Median);
        Assert.InRange(book.Windows, 1, 4096);
    }

    [Fact]
    public async Task Add_FromManyThreads_CountsAsOne()
    {
        var book = new SpeedBook();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var index = 0; index < 5_000; index++)
            {
                book.Add($"card {index % 50}", "pocket", 10, TimeSpan.FromSeconds(1));
                Assert.Equal(10, book.Find($"card {thread}", "pocket")!.Value.Median);
            }
        })));
    }
}
