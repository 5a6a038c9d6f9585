using LaionGrid.Web.Ask;
using LaionGrid.Web.Coordinator.Jobs;
namespace LaionGrid.Web.Tests.Ask;

/// <summary>The sizes a form offers.</summary>
public sealed class SizeChipsTests
{
    [Fact]
    public void SizeChips_OfThePocketBundle_AreSquareWideAndTall() =>
        Assert.Equal(["128x128", "192x128", "128x192"], SizeChips.Of(Bundle(64, 192, 64, 192 * 128, 128, 128)).Select(chip => chip.Sides));

    [Fact]
    public void SizeChips_WhenALongSideIsTooLong_Shrink() =>
        Assert.Equal(["512x512", "576x384", "384x576"], SizeChips.Of(Bundle(64, 640, 64, 512 * 512, 512, 512)).Select(chip => chip.Sides));

    [Fact]
    public void SizeChips_WhenTheDefaultHasAnotherShape_OfferItFirst() =>
        Assert.Equal("256x64", SizeChips.Of(Bundle(64, 256, 64, 256 * 64, 256, 64))[0].Sides);

    [Fact]
    public void SizeChips_WhenOnlySquaresFit_AreSquare() =>
        Assert.Equal(["64x64"], SizeChips.Of(Bundle(64, 64, 64, 64 * 64, 64, 64)).Select(chip => chip.Sides));

    /// <summary>What nobody chose changes with the bundle; what was chosen keeps its shape, or its sides where no chip has it.</summary>
    [Theory]
    [InlineData("", "", "", "usual")]
    [InlineData("usual", "64", "64", "usual")]
    [InlineData("128x128", "", "", "usual")]
    [InlineData("192x128", "", "", "192x128")]
    [InlineData("768x512", "", "", "192x128")]
    [InlineData("", "192", "128", "192x128")]
    [InlineData("", "768", "512", "custom")]
    [InlineData("", "64", "192", "custom")]
    [InlineData("nonsense", "", "", "custom")]
    [InlineData("custom", "", "", "custom")]
    public void Pick_OfAForm_IsTheChipThatItMeans(string size, string width, string height, string picked) => Assert.Equal(
        picked, SizeChips.Pick(new AskForm { Size = size, Width = width, Height = height }, SizeChips.Of(Bundle(64, 192, 64, 192 * 128, 128, 128))));

    private static BundleView Bundle(int min, int max, int step, long pixels, int width, int height) => new()
    {
        Id = "b", Title = "B", MinSide = min, MaxSide = max, SideStep = step, MaxPixels = pixels, DefaultWidth = width, DefaultHeight = height,
        MaxSteps = 50, DefaultSteps = 20, DefaultGuidance = 4, DefaultSampler = "ddim",
    };
}
