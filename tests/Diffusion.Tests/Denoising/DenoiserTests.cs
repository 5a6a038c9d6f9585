using LaionGrid.Diffusion.Denoising;
using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Diffusion.Tests.Denoising;

[Collection(Pocket.Collection)]
public sealed class DenoiserTests
{
    private static readonly LatentShape Shape = new(4, 16, 16);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Predict_ForTheReferenceLatents_GivesTheReferenceOutput(int prompt)
    {
        using var denoiser = new Denoiser(Pocket.Folder, Pocket.Cpu);
        var run = denoiser.Begin(Shape, 1, new() { Texts = 1, States = Reference.Floats($"text_{prompt}.bin") });
        var output = new float[Shape.Length];

        run.Predict(Reference.Floats($"latents_{prompt}.bin"), 501, output, CancellationToken.None);

        Assert.InRange(Reference.LargestDifference(Reference.Floats($"unet_{prompt}.bin"), output), 0, 5e-5);
    }

    [Fact]
    public void Predict_ForTwoTexts_GivesTheirOutputsInOrder()
    {
        using var denoiser = new Denoiser(Pocket.Folder, Pocket.Cpu);
        var run = denoiser.Begin(Shape, 1, new() { Texts = 2, States = [.. Reference.Floats("text_1.bin"), .. Reference.Floats("text_0.bin")] });
        var outputs = new float[2 * Shape.Length];

        run.Predict(Reference.Floats("latents_0.bin"), 501, outputs, CancellationToken.None);

        Assert.InRange(Reference.LargestDifference(Reference.Floats("unet_0.bin"), outputs.AsSpan(Shape.Length)), 0, 5e-5);
        Assert.True(Reference.LargestDifference(Reference.Floats("unet_0.bin"), outputs.AsSpan(0, Shape.Length)) > 0.1);
    }
}
