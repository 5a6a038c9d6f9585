using LaionGrid.Diffusion.Decoding;

namespace LaionGrid.Diffusion.Tests.Decoding;

public sealed class LatentPreviewTests
{
    private static readonly LatentPreview Preview = new([1, 0, 0, 1, -1, 0], [0, 0.5f, 1]);

    [Fact]
    public void Paint_ALatent_GivesEachCellItsColour()
    {
        var picture = Preview.Paint([0.2f, 1, 0.4f, 2], 2, 1);

        Assert.Equal((2, 1), (picture.Width, picture.Height));
        Assert.Equal([51, 230, 204, 255, 255, 0], picture.Pixels);
    }

    [Fact]
    public void Paint_WithSidesThatDoNotFit_IsRefused() => Assert.Throws<ArgumentException>(() => Preview.Paint(new float[4], 2, 2));
}
