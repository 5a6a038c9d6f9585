using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Arrivals;

namespace LaionGrid.Coordinator.Tests.Jobs.Arrivals;

public sealed class EtaPolicyTests
{
    private static readonly TimeSpan Fast = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(20);

    [Fact]
    public void Estimate_WhenASlotIsFree_IsTheTimeOfARender() =>
        Assert.Equal((Fast, Slow), EtaPolicy.Estimate(new(JobsAhead: 2, IdleSlots: 3, Slots: 10, PicturesPerSecond: null, VirtualWait: null, Fast, Slow)));

    [Fact]
    public void Estimate_WhenNothingServes_IsUnknown() => Assert.Null(EtaPolicy.Estimate(new(5, 0, 0, null, null, Fast, Slow)));

    [Fact]
    public void Estimate_BehindAHundredJobs_HoldsTheirTimeInside()
    {
        var eta = EtaPolicy.Estimate(new(99, 0, 20, PicturesPerSecond: 2, VirtualWait: null, Fast, Slow))!.Value;

        Assert.True(eta.Low < TimeSpan.FromSeconds(50 + 4) && eta.High > TimeSpan.FromSeconds(50 + 20), $"{eta}");
    }

    [Fact]
    public void Estimate_BeforeAnythingWasServed_GoesByTheSlots() =>
        Assert.InRange(EtaPolicy.Estimate(new(899, 0, Slots: 9, PicturesPerSecond: null, VirtualWait: null, Fast, Slow))!.Value.High.TotalSeconds, 900 / (9 / 8.9), 1_100);

    [Fact]
    public void Estimate_WhenNewcomersPass_ReachesToWhereTheVirtualTimeWillBe()
    {
        var alone = EtaPolicy.Estimate(new(99, 0, 20, 2, VirtualWait: null, Fast, Slow))!.Value;
        var passed = EtaPolicy.Estimate(new(99, 0, 20, 2, VirtualWait: TimeSpan.FromSeconds(300), Fast, Slow))!.Value;

        Assert.Equal(alone.Low, passed.Low);
        Assert.Equal(TimeSpan.FromSeconds(320), passed.High);
    }

    [Fact]
    public void Estimate_WithMoreAhead_IsNeverSooner() =>
        Prop.ForAll(Gen.Choose(0, 20_000).Two().ToArbitrary(), Gen.Choose(0, 50).ToArbitrary(), (ahead, idle) =>
        {
            var (fewer, more) = (Estimate(Math.Min(ahead.Item1, ahead.Item2), idle), Estimate(Math.Max(ahead.Item1, ahead.Item2), idle));
            return fewer.Low <= more.Low && fewer.High <= more.High && fewer.Low <= fewer.High;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Share_AfterMoreThanIsKept_IsThatOfTheLastThousand()
    {
        var calibration = new EtaCalibration();
        Assert.Null(calibration.Share(EtaOutcome.Inside));
        for (var index = 0; index < 700; index++)
            calibration.Add(EtaOutcome.Late);
        for (var index = 0; index < 900; index++)
            calibration.Add(EtaOutcome.Inside);

        Assert.Equal(0.9, calibration.Share(EtaOutcome.Inside));
        Assert.Equal(0.1, calibration.Share(EtaOutcome.Late));
        Assert.Equal(0, calibration.Share(EtaOutcome.Early));
    }

    [Theory]
    [InlineData(3, EtaOutcome.Early)]
    [InlineData(4, EtaOutcome.Inside)]
    [InlineData(20, EtaOutcome.Inside)]
    [InlineData(21, EtaOutcome.Late)]
    public void Judge_ByTheTimeItTook_SaysHowTheRangeHeld(int seconds, object expected) =>
        Assert.Equal(expected, EtaCalibration.Judge(Fast, Slow, TimeSpan.FromSeconds(seconds)));

    private static (TimeSpan Low, TimeSpan High) Estimate(long ahead, int idle) =>
        EtaPolicy.Estimate(new(ahead, idle, 60, PicturesPerSecond: 3, VirtualWait: null, Fast, Slow))!.Value;
}
