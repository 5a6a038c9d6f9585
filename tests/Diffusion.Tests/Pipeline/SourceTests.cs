using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Diffusion.Decoding;
using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.TestKit.Bundles;
using LaionGrid.TestKit.Onnx.Networks;

namespace LaionGrid.Diffusion.Tests.Pipeline;

/// <summary>Renders that begin from a picture.</summary>
[Collection(Pocket.Collection)]
public sealed class SourceTests(Pocket pocket)
{
    private static readonly PictureOrder House = Pocket.Order with { Prompt = "a red house on green hills at sunset", Width = 128, Height = 128, Steps = 10 };

    [Fact]
    public void Render_FromAPicture_TakesThatPartOfTheSteps()
    {
        using var tiny = new TinyEngine(new() { VaeEncoder = LatentOutput.Parameters });
        var source = new PictureSource(new Picture(64, 32, new byte[64 * 32 * 3])) { Strength = 0.5 };

        Assert.Equal(2, tiny.EvaluationsOf(TinyEngine.Order with { Source = source }));
        Assert.Equal(4, tiny.EvaluationsOf(TinyEngine.Order with { Source = source with { Strength = 1 } }));
    }

    [Theory]
    [InlineData(SamplerKind.Ddim)]
    [InlineData(SamplerKind.Euler)]
    [InlineData(SamplerKind.DpmPlusPlus2M)]
    [InlineData(SamplerKind.UniPc)]
    [InlineData(SamplerKind.Heun)]
    public void Render_FromAPicture_StaysNearerTheLessIsMadeAnew(SamplerKind sampler)
    {
        var source = Render(House);
        var night = House with { Prompt = "a blue boat at night", Seed = 8, Sampler = sampler };

        var (little, much) = (Render(night with { Source = new(source) { Strength = 0.2 } }), Render(night with { Source = new(source) { Strength = 0.9 } }));

        var (near, far) = (TinyEngine.MeanDifference(source, little), TinyEngine.MeanDifference(source, much));
        Assert.True(near < 35, $"A fifth of the steps moved the picture by {near:0.0} of 255.");
        Assert.True(far > near + 20, $"Nearly all steps moved it by {far:0.0} only.");
    }

    [Fact]
    public void Render_WithinAMask_ChangesNothingOutsideOfIt()
    {
        var source = Render(House);

        var painted = Render(House with { Prompt = "a rainbow over the mountains", Seed = 8, Source = new(source) { Strength = 1, Mask = LeftHalf(128, 128) } });

        Assert.Equal(Half(source, right: true), Half(painted, right: true));
        Assert.NotEqual(Half(source, right: false), Half(painted, right: false));
    }

    [Fact]
    public void Render_WithAnInpaintingModel_IsShownWhatStays()
    {
        using var tiny = new TinyEngine(new() { Family = TinyFamily.Inpaint, VaeEncoder = LatentOutput.Sample });
        var (dark, light) = (new Picture(64, 32, Filled(10)), new Picture(64, 32, Filled(240)));
        var order = TinyEngine.Order with { Source = new(dark) { Strength = 1, Mask = LeftHalf(64, 32) } };

        var (besideDark, besideLight) = (tiny.Render(order), tiny.Render(order with { Source = new(light) { Strength = 1, Mask = LeftHalf(64, 32) } }));

        Assert.NotEqual(Half(besideDark, right: false), Half(besideLight, right: false));
        Assert.Equal(Half(light, right: true), Half(besideLight, right: true));
    }

    /// <summary>Half bright is half old and half new.</summary>
    [Fact]
    public void Compose_WhereTheMaskIsGrey_MixesBoth()
    {
        var source = new PictureSource(new(2, 1, [0, 100, 200, 0, 100, 200])) { Mask = new(2, 1, [128, 0]) };

        Assert.Equal([100, 100, 200, 0, 100, 200], MaskedPicture.Compose(source, new(2, 1, [200, 100, 200, 9, 9, 9])).Pixels);
    }

    [Fact]
    public void Render_FromAPictureWithoutAnEncoder_NamesTheMissingFile()
    {
        using var tiny = new TinyEngine(new());

        var error = Assert.Throws<BundleException>(() => tiny.Render(TinyEngine.Order with { Source = new(new(64, 32, new byte[64 * 32 * 3])) }));

        Assert.Contains(Path.Combine(tiny.Folder, "vae_encoder/model.onnx"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_FromWhatCannotBe_IsRefused()
    {
        var source = new PictureSource(new(128, 128, new byte[128 * 128 * 3]));

        Assert.All(
            new[] { source with { Strength = 0 }, source with { Strength = 1.1 }, source with { Strength = 0.01 }, source with { Mask = LeftHalf(64, 128) }, new PictureSource(new(64, 64, new byte[64 * 64 * 3])) },
            wrong => Assert.Throws<OrderException>(() => Render(House with { Source = wrong })));
    }

    private static byte[] Filled(byte value) => [.. Enumerable.Repeat(value, 64 * 32 * 3)];

    private static Mask LeftHalf(int width, int height) => new(width, height, [.. Enumerable.Range(0, width * height).Select(pixel => (byte)(pixel % width < width / 2 ? 255 : 0))]);

    private static byte[] Half(Picture picture, bool right) =>
        [.. picture.Pixels.Where((_, index) => index / 3 % picture.Width >= picture.Width / 2 == right)];

    private Picture Render(PictureOrder order) => pocket.Engine.Render(order, null, CancellationToken.None)[0].Picture;
}
