using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Arithmetic.Tolerances;

namespace LaionGrid.Diffusion.Tests.Tolerances;

public sealed class PrecisionClassTests
{
    private static readonly PrecisionClass Class = Tables.ClassOf("fp32", "CPU");

    [Theory]
    [InlineData(0, 1)]
    [InlineData(19.9, 1)]
    [InlineData(20, 2)]
    [InlineData(799, 9)]
    [InlineData(951, 10)]
    [InlineData(1200, 10)]
    public void RawTau_AtATimestep_IsItsBins(double timestep, int bin) => Assert.Equal(Tables.RawTau * bin, Class.RawTau(timestep));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 1)]
    [InlineData(7.5, 9.924717 / 5)] // √(7.5² + 6.5²) over √(4² + 3²)
    public void GuidedTau_AboveTheMeasuredScale_GrowsAsGuidanceDoes(double guidance, double times) =>
        Assert.Equal(Tables.GuidedTau * times, Class.GuidedTau(0, guidance), 1e-8);

    [Theory]
    [InlineData(1e-3, 1e-2, false)]
    [InlineData(1.001e-3, 0, true)]
    [InlineData(0, 1.001e-2, true)]
    [InlineData(double.NaN, 0, true)]
    [InlineData(double.PositiveInfinity, 0, true)]
    public void Exceeds_EitherTolerance_IsEnough(double raw, double guided, bool exceeds) => Assert.Equal(exceeds, Class.Exceeds(new(raw, guided, 4), 0));

    [Fact]
    public void Spread_OfWhatWasMeasured_LiesSixDeviationsAboveIt()
    {
        var spread = LogSpread.Of([1e-3, 4e-3], rounding: 1e-4);

        Assert.Equal(Math.Log(2e-3), spread.Mu, 1e-12);
        Assert.Equal(Math.Log(2) * Math.Sqrt(2), spread.Sigma, 1e-12);
        Assert.Equal(Math.Exp(spread.Mu + (6 * spread.Sigma)), spread.Tau, 1e-12);
    }

    [Fact]
    public void Spread_OfMachinesThatAreAlike_LeavesTheNextRoomAllTheSame()
    {
        var spread = LogSpread.Of([1e-3, 1e-3, 1e-3], rounding: 1e-4);

        Assert.Equal(1e-3 * Math.Exp(6 * 0.2), spread.Tau, 1e-9);
    }

    [Fact]
    public void Bin_OfMachinesThatAreBitEqual_StillToleratesARounding()
    {
        var bin = ToleranceBin.Of(100, [new(0, 0, 4), new(0, 0, 4)], 4);

        Assert.Equal(Math.Log(ToleranceBin.Rounding / 4), bin.Raw.Mu, 1e-12);
        Assert.Equal((2, ToleranceBin.Rounding, 5 * ToleranceBin.Rounding), (bin.Samples, bin.Raw.Tau, bin.Guided.Tau));
    }

    /// <summary>One that rounds a few numbers differently among many that round none must not take the tolerance with it.</summary>
    [Fact]
    public void Bin_OfMachinesThatDifferByRoundingAlone_ToleratesNoMoreThanOne() =>
        Assert.Equal(ToleranceBin.Rounding, ToleranceBin.Of(100, [.. Enumerable.Repeat(new StepResidual(0, 0, 4), 40), new(7e-5, 2.4e-4, 4)], 4).Raw.Tau);

    /// <summary>None of the samples a tolerance was drawn from may lie above it: with six deviations that takes more than 37 samples, at least 36 of them equal.</summary>
    [Fact]
    public void Spread_OfFewSamples_ToleratesAllOfThem() => Prop.ForAll(
        Gen.Choose(1, 1_000_000).Select(number => number * 1e-6).NonEmptyListOf().Where(list => list.Count <= 30).ToArbitrary(),
        residuals => residuals.All(one => one <= LogSpread.Of([.. residuals], 1e-9).Tau * (1 + 1e-9))).QuickCheckThrowOnFailure();
}
