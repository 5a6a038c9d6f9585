using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Arithmetic;

namespace LaionGrid.Diffusion.Tests.Arithmetic;

/// <summary>The platform's functions are the yardstick here; they are within a unit in the last place themselves.</summary>
public sealed class ExactMathTests
{
    private const double FourUnits = 4 * 2.220446049250313e-16;

    [Fact]
    public void Log_OfAnyPositiveNumber_IsThePlatformsToFourUnits() => Check.QuickThrowOnFailure(Prop.ForAll<int, int>((mantissa, exponent) =>
    {
        var x = Math.ScaleB(1 + (Math.Abs((double)mantissa) % 1000 / 1000), exponent % 1000);
        return Math.Abs(ExactMath.Log(x) - Math.Log(x)) <= FourUnits * Math.Max(Math.Abs(Math.Log(x)), 0.1);
    }));

    [Theory]
    [InlineData(1)]
    [InlineData(1 - (1 / 16777216.0))]
    [InlineData(1 / 16777216.0)]
    [InlineData(0.70710678118654746)]
    [InlineData(0.70710678118654768)]
    [InlineData(4.9e300)]
    public void Log_AtTheSeams_IsThePlatformsToFourUnits(double x) =>
        Assert.InRange(ExactMath.Log(x) - Math.Log(x), -FourUnits * Math.Abs(Math.Log(x)), FourUnits * Math.Abs(Math.Log(x)));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.Epsilon)]
    public void Log_OfWhatHasNone_IsRefused(double x) => Assert.Throws<ArgumentOutOfRangeException>(() => ExactMath.Log(x));

    [Fact]
    public void CosSinOfTurns_OfAnyAngle_IsThePlatformsToFourUnits() => Check.QuickThrowOnFailure(Prop.ForAll<uint>(bits =>
    {
        var turns = bits % 16777217 / 16777216.0;
        var (cos, sin) = ExactMath.CosSinOfTurns(turns);
        // The platform rounds 2π·turns first, which alone moves its result by a few units of 1.
        return Math.Abs(cos - Math.Cos(2 * Math.PI * turns)) <= FourUnits * 2 && Math.Abs(sin - Math.Sin(2 * Math.PI * turns)) <= FourUnits * 2;
    }));

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(0.25, 0, 1)]
    [InlineData(0.5, -1, 0)]
    [InlineData(0.75, 0, -1)]
    [InlineData(1, 1, 0)]
    public void CosSinOfTurns_AtTheQuarters_IsExact(double turns, double cos, double sin) => Assert.Equal((cos, sin), ExactMath.CosSinOfTurns(turns));

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void CosSinOfTurns_BeyondOneTurn_IsRefused(double turns) => Assert.Throws<ArgumentOutOfRangeException>(() => ExactMath.CosSinOfTurns(turns));
}
