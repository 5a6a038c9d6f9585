using LaionGrid.TestKit.Bundles;
using LaionGrid.TestKit.Onnx;
using LaionGrid.TestKit.Onnx.Networks;

namespace LaionGrid.Diffusion.Tests.Bundles;

/// <summary>
/// The builders' full-size networks have as many parameters as the published models, so that the small ones, built by the same code, are
/// the same networks in small. The figures are counts of the published weights: diffusers' documentation gives that of Stable Diffusion
/// 1.5's denoiser, public training and conversion logs give the others.
/// </summary>
public sealed class FullSizeShapeTests
{
    [Fact]
    public void Denoiser_OfStableDiffusion15_HasItsParameters() => AssertCount(859_520_964, Denoiser(FullSizeShapes.StableDiffusion15));

    [Fact]
    public void Denoiser_OfStableDiffusion21_HasItsParameters() => AssertCount(865_910_724, Denoiser(FullSizeShapes.StableDiffusion21));

    [Fact]
    public void Denoiser_OfXl_HasItsParameters() => AssertCount(2_567_463_684, Denoiser(FullSizeShapes.Xl));

    /// <summary>Five more channels of 320 kernels of 3x3.</summary>
    [Fact]
    public void Denoiser_ForInpainting_HasFiveChannelsMore()
    {
        var shape = FullSizeShapes.StableDiffusion15.Denoiser;

        AssertCount(859_520_964 + (5 * 320 * 9), UNet.Build(shape with { InChannels = 9 }, new(), NumberKind.Float32));
    }

    [Fact]
    public void Text_OfClipL_HasItsParameters() => AssertCount(123_060_480, Text(FullSizeShapes.ClipL));

    [Fact]
    public void Text_OfClipHWithoutItsLastLayer_HasItsParameters() => AssertCount(340_387_840, Text(FullSizeShapes.ClipH));

    [Fact]
    public void Text_OfClipBigG_HasItsParameters() => AssertCount(694_659_840, Text(FullSizeShapes.ClipBigG));

    [Fact]
    public void Vision_OfClipL_HasItsParameters() => AssertCount(303_966_208, ClipVision.Build(FullSizeShapes.VisionL, NumberKind.Float32));

    [Fact]
    public void Decoder_HasItsParameters() => AssertCount(49_490_179 + 20, VaeDecoder.Build(FullSizeShapes.Xl.Vae, NumberKind.Float32));

    [Fact]
    public void Encoder_HasItsParameters() => AssertCount(34_163_592 + 72, VaeEncoder.Build(FullSizeShapes.Xl.Vae, NumberKind.Float32, LatentOutput.Parameters));

    /// <summary>769 numbers at heart, spelt as five layers.</summary>
    [Fact]
    public void Aesthetic_OfTheSecondPredictor_HasItsParameters() =>
        AssertCount((769 * 1024) + (1025 * 128) + (129 * 64) + (65 * 16) + 17, EmbeddingHead.Aesthetic(NumberKind.Float32, 768, 1024, 128, 64, 16));

    private static Graph Denoiser(BundleShape shape) => UNet.Build(shape.Denoiser, new(), NumberKind.Float16);

    private static Graph Text(ClipTextShape shape) => ClipText.Build("text_encoder", shape, new(), NumberKind.Float32);

    private static void AssertCount(long expected, Graph graph)
    {
        Assert.Equal(expected, graph.ParameterCount);
        Assert.Equal(graph.Weights.Count, graph.Weights.DistinctBy(weight => weight.Name).Count());
    }
}
