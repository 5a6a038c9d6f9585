using System.Security.Cryptography;
using LaionGrid.Diffusion.Imaging;

namespace LaionGrid.Diffusion.Tests.Imaging;

/// <summary>Held to hashes of what Pillow 9.4 makes of the same pictures (Image.resize, Image.convert).</summary>
public sealed class PictureResizeTests
{
    [Theory]
    [InlineData("Box", 128, 96, 64, 48, "0786b9a43d56125854c09f07de46eafc6d18dc7be86768180c8a42390e972b8f")]
    [InlineData("Box", 100, 61, 33, 20, "4073ab21e82c0e5f648af0db66931f15a1dbb2210ebedf5fbd9276313a399ca3")]
    [InlineData("Bilinear", 128, 96, 64, 48, "4372729d94624dc564170f67e71154ccfdf195174611889f0e015db29b02cf1d")]
    [InlineData("Bilinear", 100, 61, 33, 20, "187cf409168ee45584f665f22f1b16522683d7dac0025c4cc3ebe97203c8aaa4")]
    [InlineData("Bilinear", 19, 23, 50, 31, "3fb071be840d4da7d9677a71aac589e4641f3115aa4e6c605cce828b966445c6")]
    [InlineData("Bicubic", 128, 96, 64, 48, "88c3772964116f2f704bb03484c2cdf4e1a97cb757bbc33214d6d466c54345c4")]
    [InlineData("Bicubic", 37, 53, 224, 321, "8614ffd340751604fc51fb3cb59ce8631b789bc2cc87f9c55a72e87f4048b449")]
    [InlineData("Bicubic", 500, 300, 373, 224, "435285fb15c09ccf3b639995409f25e852a9587a41f2fc20d78e193bbcc0ee3e")]
    [InlineData("Bicubic", 40, 40, 40, 17, "d0dfa6bb5adab77ee148fd1555ac103e79db58e59e02a1a9640cdfb47d404d06")]
    [InlineData("Bicubic", 40, 40, 17, 40, "b60272d5e243c465f1a5d79afba941e079389c3979ffba670826f9501bd98d76")]
    public void Scale_WithEachFilter_GivesPillowsPixels(string filter, int width, int height, int toWidth, int toHeight, string hash)
    {
        var scaled = Resampler.Scale(Speckle.Paint(width, height), toWidth, toHeight, Filter(filter));

        Assert.Equal((toWidth, toHeight), (scaled.Width, scaled.Height));
        Assert.Equal(hash, Hash(scaled.Pixels));
    }

    [Fact]
    public void MaskOf_APicture_IsPillowsLuminance() => Assert.Equal("a6cbf0043783f4bafb1d7c7160a279588ae4818f1375e7b6149167e0bb3b9e28", Hash(Mask.Of(Speckle.Paint(31, 17)).Values));

    [Theory]
    [InlineData(64, 64)]
    [InlineData(128, 32)]
    [InlineData(1, 4096)]
    [InlineData(7, 300)]
    public void To_AnySize_GivesThatSizeAndKeepsAPlainColour(int width, int height)
    {
        var plain = new Picture(40, 30, [.. Enumerable.Repeat((byte)77, 40 * 30 * 3)]);

        var fitted = PictureResize.To(plain, width, height);

        Assert.Equal((width, height), (fitted.Width, fitted.Height));
        Assert.Equal(width * height * 3, fitted.Pixels.Length);
        Assert.All(fitted.Pixels, value => Assert.Equal(77, value));
    }

    /// <summary>Columns 0, 1, 2 ... of a wide picture: a square out of it has the columns of its middle.</summary>
    [Fact]
    public void To_OtherProportions_CutsOffBothEndsAlike()
    {
        var wide = new Picture(100, 50, [.. Enumerable.Range(0, 100 * 50 * 3).Select(index => (byte)(index / 3 % 100))]);

        var square = PictureResize.To(wide, 50, 50);

        Assert.Equal(Enumerable.Range(25, 50).Select(column => (byte)column), square.Pixels[..150].Where((_, index) => index % 3 == 0));
    }

    [Fact]
    public void To_TheSameSize_IsThePictureItself()
    {
        var picture = Speckle.Paint(24, 16);

        Assert.Same(picture, PictureResize.To(picture, 24, 16));
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(8, -8)]
    public void To_NoSize_IsRefused(int width, int height) => Assert.Throws<ArgumentOutOfRangeException>(() => PictureResize.To(Speckle.Paint(8, 8), width, height));

    private static ResampleFilter Filter(string name) => name switch
    {
        "Box" => ResampleFilter.Box,
        "Bilinear" => ResampleFilter.Bilinear,
        _ => ResampleFilter.Bicubic,
    };

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
