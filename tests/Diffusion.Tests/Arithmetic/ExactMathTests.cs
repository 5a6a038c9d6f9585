using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Arithmetic.Noise;

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

    /// <summary>e^x from 40 decimal digits.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1e-09, 1.00000000100000000050e+0)]
    [InlineData(-0.1, 9.04837418035959568141e-1)]
    [InlineData(0.34657359027997264, 1.41421356237309503240e+0)]
    [InlineData(-0.34657359027997264, 7.07106781186547532600e-1)]
    [InlineData(0.3465735902799727, 1.41421356237309511091e+0)]
    [InlineData(1, 2.71828182845904523536e+0)]
    [InlineData(2.5, 1.21824939607034734381e+1)]
    [InlineData(-7.25, 7.10174388842549063585e-4)]
    [InlineData(-33.3, 3.45138774437421628181e-15)]
    [InlineData(100.125, 3.04603578091137246160e+43)]
    [InlineData(-300.7, 2.55652057142550095825e-131)]
    [InlineData(700.5, 1.67218596206749855724e+304)]
    [InlineData(708, 3.02338314427605501478e+307)]
    [InlineData(-708, 3.30755300363840799620e-308)]
    public void Exp_OfANumber_IsTheTrueValueToTwoUnits(double x, double expected) =>
        Assert.InRange(ExactMath.Exp(x) / expected, 1 - (FourUnits / 2), 1 + (FourUnits / 2));

    [Fact]
    public void Exp_OfAnyNumber_IsThePlatformsToFourUnits() => Check.QuickThrowOnFailure(Prop.ForAll<int>(thousandths =>
    {
        var x = thousandths % 708_000 / 1000.0;
        return Math.Abs((ExactMath.Exp(x) / Math.Exp(x)) - 1) <= FourUnits;
    }));

    [Theory]
    [InlineData(708.1)]
    [InlineData(-708.1)]
    [InlineData(double.NaN)]
    public void Exp_WhereTheResultIsNotNormal_IsRefused(double x) => Assert.Throws<ArgumentOutOfRangeException>(() => ExactMath.Exp(x));
}
