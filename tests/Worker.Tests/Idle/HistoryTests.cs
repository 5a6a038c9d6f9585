using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Idle.Control;

namespace LaionGrid.Worker.Tests.Idle;

/// <summary>What is kept of the last hour, and what is made of it.</summary>
public sealed class HistoryTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Ring_HasTheNewest_InTheirOrder() => Prop.ForAll(
        (from capacity in Gen.Choose(1, 9) from items in Gen.Choose(0, 1000).ListOf() select (capacity, items)).ToArbitrary(),
        one =>
        {
            var ring = new Ring<int>(one.capacity);
            foreach (var item in one.items)
                ring.Add(item);
            return ring.Items.SequenceEqual(one.items.TakeLast(one.capacity));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void History_KeepsALookEveryTenSeconds_ForAnHour()
    {
        var history = new MachineHistory(_time);
        for (var look = 0; look < 9000; look++) // two hours of looks, 0.8 s apart
        {
            history.Add(Hot(look));
            _time.Advance(TimeSpan.FromSeconds(0.8));
        }

        var looks = history.Looks;
        Assert.InRange(looks.Count, 340, 360);
        Assert.True(_time.GetUtcNow() - looks[0].At <= MachineHistory.Length);
        Assert.All(looks.Zip(looks.Skip(1)), pair => Assert.InRange(pair.Second.At - pair.First.At, MachineHistory.Every, MachineHistory.Every + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void History_WhenTheClockIsSetBack_GoesOn()
    {
        var (late, early) = (new ManualTime(StagedNoon + TimeSpan.FromDays(1), TimeZoneInfo.Utc), new SwitchedTime());
        var history = new MachineHistory(early);
        early.Inner = late;
        history.Add(Hot(1));
        early.Inner = new ManualTime(StagedNoon, TimeZoneInfo.Utc);

        history.Add(Hot(2));

        Assert.Equal(2, Assert.Single(history.Looks).Machine.Heat?.Value); // what seems to be of tomorrow is left out
    }

    [Fact]
    public void Series_OfAMachineWithoutCards_AreOfItsOwn_AndWhatNobodyMeasuresIsNone()
    {
        var machine = new MachineState { Heat = new("k10temp", 61.26), ProcessorPercent = 12.5, FreeMemoryMiB = 6000, TotalMemoryMiB = 8000 };

        var history = PastSeries.Of([new(StagedNoon, new()), new(StagedNoon + MachineHistory.Every, machine)], new OwnerRules { MaxCelsius = 85 });

        Assert.Equal([Quantity.Temperature, Quantity.Utilisation, Quantity.Memory], history.Series.Select(series => series.What));
        Assert.Equal(("k10temp", 85, 61.3), (history.Series[0].Source, history.Series[0].Limit, history.Series[0].Now));
        Assert.Equal([null, 2000.0], history.Series[2].Values);
        Assert.Equal(8000, history.Series[2].Scale);
    }

    [Fact]
    public void Series_OfCards_AreEachCardsOwn_AlsoWhenOneFellOffTheBus()
    {
        CardState Card(string name, int celsius) => new(name, 12_288, 10_000, celsius, null, 50);

        var history = PastSeries.Of([new(StagedNoon, new() { Cards = [Card("A", 50), Card("B", 60)] }), new(StagedNoon + MachineHistory.Every, new() { Cards = [Card("A", 51)] })], new() { MaxCelsius = 0 });

        Assert.Equal(["A", "A", "A", "B", "B", "B"], history.Series.Select(series => series.Source));
        Assert.Equal([60, null], history.Series[3].Values);
        Assert.Null(history.Series[3].Limit);
        Assert.Equal(2288, history.Series[2].Now);
    }

    [Fact]
    public void Series_OfNothing_AreNone() => Assert.Empty(PastSeries.Of([], new()).Series);

    private static DateTimeOffset StagedNoon => new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private static MachineState Hot(double celsius) => new() { Heat = new("chip", celsius) };

    /// <summary>A clock that somebody sets.</summary>
    private sealed class SwitchedTime : TimeProvider
    {
        public TimeProvider Inner { get; set; } = System;

        public override DateTimeOffset GetUtcNow() => Inner.GetUtcNow();
    }
}
