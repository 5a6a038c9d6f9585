using LaionGrid.Diffusion.Pipeline;
using LaionGrid.TestKit;
using LaionGrid.TestKit.Bundles;
using LaionGrid.TestKit.Onnx;
using LaionGrid.TestKit.Onnx.Networks;

namespace LaionGrid.Diffusion.Tests.Bundles;

/// <summary>The engine renders made-up bundles as it renders trained ones.</summary>
public sealed class TinyBundleRenderTests : IDisposable
{
    private static readonly PictureOrder Order = Pocket.Order with { Width = 48, Height = 32 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(NumberKind.Float32, WeightPlace.Inside)]
    [InlineData(NumberKind.Float32, WeightPlace.OnnxData)]
    [InlineData(NumberKind.Float16, WeightPlace.WeightsPb)]
    public void Render_OfATinyBundle_GivesAPictureOfManyColours(NumberKind numbers, WeightPlace weights)
    {
        new TinyBundle { Numbers = numbers, Weights = weights }.Write(_folder.Path);
        using var engine = DiffusionPipeline.Load(_folder.Path, Pocket.Cpu);

        var picture = engine.Render(Order, null, CancellationToken.None)[0].Picture;

        Assert.True(picture.Pixels.Distinct().Count() > 100);
    }

    [Fact]
    public void Render_OfAnotherPrompt_GivesAnotherPicture()
    {
        new TinyBundle().Write(_folder.Path);
        using var engine = DiffusionPipeline.Load(_folder.Path, Pocket.Cpu);

        var pictures = new[] { "the cat", "the dog" }.Select(prompt => engine.Render(Order with { Prompt = prompt }, null, CancellationToken.None)[0].Picture).ToList();

        Assert.NotEqual(pictures[0].Pixels, pictures[1].Pixels.ToArray());
    }

    [Theory]
    [InlineData(NetworkFault.NotANumber, NetworkFault.None, NumberKind.Float32)]
    [InlineData(NetworkFault.None, NetworkFault.NotANumber, NumberKind.Float32)]
    [InlineData(NetworkFault.None, NetworkFault.Black, NumberKind.Float32)]
    [InlineData(NetworkFault.None, NetworkFault.OverflowsHalf, NumberKind.Float16)]
    public void Render_WithAFaultyNetwork_IsABadPicture(NetworkFault denoiser, NetworkFault decoder, NumberKind numbers)
    {
        new TinyBundle { DenoiserFault = denoiser, DecoderFault = decoder, Numbers = numbers }.Write(_folder.Path);
        using var engine = DiffusionPipeline.Load(_folder.Path, Pocket.Cpu);

        Assert.Throws<BadPictureException>(() => engine.Render(Order, null, CancellationToken.None));
    }

    [Fact]
    public void Render_WithADecoderThatOverflowsHalfPrecision_TakesTheOneInSinglePrecision()
    {
        new TinyBundle { DecoderFault = NetworkFault.OverflowsHalf, Numbers = NumberKind.Float16, FloatDecoder = true }.Write(_folder.Path);
        using var engine = DiffusionPipeline.Load(_folder.Path, Pocket.Cpu);

        var picture = engine.Render(Order, null, CancellationToken.None)[0].Picture;

        Assert.True(picture.Pixels.Distinct().Count() > 100);
    }
}
