using LaionGrid.Web.Site;

namespace LaionGrid.Web.Tests.Site;

/// <summary>Numbers as people read them.</summary>
public sealed class UnitsTests
{
    [Theory]
    [InlineData(0, "0 MFLOP")]
    [InlineData(999, "999 MFLOP")]
    [InlineData(51_300, "51.3 GFLOP")]
    [InlineData(-51_300, "−51.3 GFLOP")]
    [InlineData(1_234_567, "1.23 TFLOP")]
    [InlineData(12_345_678_901, "12,346 TFLOP")]
    public void Work_OfThisSize_TakesTheUnitThatFits(long mflop, string text) => Assert.Equal(text, Units.Work(mflop));

    [Theory]
    [InlineData(0.25, "250 ms")]
    [InlineData(4.12, "4.1 s")]
    [InlineData(62, "62 s")]
    [InlineData(600, "10 min")]
    public void Duration_OfThisLength_IsShort(double seconds, string text) => Assert.Equal(text, Units.Duration(TimeSpan.FromSeconds(seconds)));
}
