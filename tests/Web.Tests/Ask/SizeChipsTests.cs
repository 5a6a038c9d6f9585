using LaionGrid.Web.Ask;
using LaionGrid.Web.Coordinator;

namespace LaionGrid.Web.Tests.Ask;

/// <summary>The sizes a form offers.</summary>
public sealed class SizeChipsTests
{
    [Fact]
    public void SizeChips_OfThePocketBundle_AreSquareWideAndTall() =>
        Assert.Equal(["128x128", "192x128", "128x192"], SizeChips.Of(Bundle(64, 192, 64, 192 * 128, 128, 128)).Select(chip => chip.Value));

    [Fact]
    public void SizeChips_WhenALongSideIsTooLong_Shrink() =>
        Assert.Equal(["512x512", "576x384", "384x576"], SizeChips.Of(Bundle(64, 640, 64, 512 * 512, 512, 512)).Select(chip => chip.Value));

    [Fact]
    public void SizeChips_WhenTheDefaultHasAnotherShape_OfferItFirst() =>
        Assert.Equal("256x64", SizeChips.Of(Bundle(64, 256, 64, 256 * 64, 256, 64))[0].Value);

    [Fact]
    public void SizeChips_WhenOnlySquaresFit_AreSquare() =>
        Assert.Equal(["64x64"], SizeChips.Of(Bundle(64, 64, 64, 64 * 64, 64, 64)).Select(chip => chip.Value));

    private static BundleView Bundle(int min, int max, int step, long pixels, int width, int height) => new()
    {
        Id = "b", Title = "B", MinSide = min, MaxSide = max, SideStep = step, MaxPixels = pixels, DefaultWidth = width, DefaultHeight = height,
        MaxSteps = 50, DefaultSteps = 20, DefaultGuidance = 4, DefaultSampler = "ddim",
    };
}
