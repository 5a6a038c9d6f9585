using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Worker.Batch;

namespace LaionGrid.Worker.Tests.Batch;

public sealed class FitPolicyTests
{
    private static readonly Timing Small = new("pocket", 128, 128, 20_000, 4);

    private static Gen<Timing> SomeTiming =>
        from bundle in Gen.Elements("pocket", "large")
        from side in Gen.Elements(128, 512)
        from mflop in Gen.Choose(1, 50_000)
        from milliseconds in Gen.Choose(1, 600_000)
        select new Timing(bundle, side, side, mflop, milliseconds / 1000.0);

    [Fact]
    public void Estimate_WithNothingMeasured_IsUnknownAndWantsPlentyOfTime()
    {
        Assert.Null(FitPolicy.Estimate([], "pocket", 128, 128, 20_000));
        Assert.False(FitPolicy.Fits(null, FitPolicy.Untried - TimeSpan.FromSeconds(1)));
        Assert.True(FitPolicy.Fits(null, FitPolicy.Untried));
    }

    [Fact]
    public void Estimate_ForAnotherSize_GoesByTheBundleThenByAny()
    {
        Timing[] known = [Small, Small with { BundleId = "large", Mflop = 1_000, Seconds = 9 }];

        Assert.Equal(TimeSpan.FromSeconds(8), FitPolicy.Estimate(known, "pocket", 256, 256, 40_000));
        Assert.Equal(TimeSpan.FromSeconds(9), FitPolicy.Estimate(known, "unseen", 256, 256, 1_000));
        Assert.Null(FitPolicy.Estimate(known, "pocket", 128, 128, 0)); // a check whose cost nobody says
    }

    [Fact]
    public void Estimate_WhenItHasBecomeFaster_ForgetsWhatWasSlow() =>
        Assert.Equal(TimeSpan.FromSeconds(4), FitPolicy.Estimate([Small with { Seconds = 400 }, .. Enumerable.Repeat(Small, 8)], "pocket", 128, 128, 20_000));

    [Fact]
    public void Estimate_IsNeverShorterThanTheLastLikeIt() => Prop.ForAll(Gen.ListOf(SomeTiming).ToArbitrary(), SomeTiming.ToArbitrary(), (timings, last) =>
        FitPolicy.Estimate([.. timings, last], last.BundleId, last.Width, last.Height, last.Mflop)?.TotalSeconds >= last.Seconds - 1e-6).QuickCheckThrowOnFailure();

    [Fact]
    public void Estimate_OfMoreWork_IsNotShorter() => Prop.ForAll(Gen.ListOf(SomeTiming).ToArbitrary(), SomeTiming.ToArbitrary(), (timings, one) =>
        Nullable.Compare(FitPolicy.Estimate([.. timings], one.BundleId, one.Width, one.Height, one.Mflop), FitPolicy.Estimate([.. timings], one.BundleId, one.Width, one.Height, one.Mflop * 2)) <= 0).QuickCheckThrowOnFailure();

    [Fact]
    public void Fits_WithMoreTimeLeft_StillFits() => Prop.ForAll(Gen.Choose(0, 1000).ToArbitrary(), Gen.Choose(0, 2000).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (estimate, left, more) =>
        !FitPolicy.Fits(TimeSpan.FromSeconds(estimate), TimeSpan.FromSeconds(left)) || FitPolicy.Fits(TimeSpan.FromSeconds(estimate), TimeSpan.FromSeconds(left + more))).QuickCheckThrowOnFailure();

    /// <summary>What closes a job must not refuse what would have been taken.</summary>
    [Fact]
    public void Least_IsNotMoreThanAnyPictureKnownNeeds() => Prop.ForAll(Gen.ListOf(SomeTiming).ToArbitrary(), timings =>
        timings.All(one => FitPolicy.Least([.. timings]) <= TimeSpan.FromSeconds(one.Seconds) * FitPolicy.Margin)).QuickCheckThrowOnFailure();
}
