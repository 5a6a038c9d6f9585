using LaionGrid.Arithmetic;
using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Diffusion.Tests.Pipeline;

[Collection(Pocket.Collection)]
public sealed class ReferenceTests(Pocket pocket)
{
    /// <summary>Twenty guided steps of float32 on two different runtimes: the differences of single steps add up, to 1e-5 or less as measured.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Denoise_TheReferenceNoise_GivesTheReferenceLatents(int prompt)
    {
        var latent = Reference.Floats($"latents_{prompt}.bin");
        var order = Pocket.Order with { Prompt = Reference.Text(prompt), Width = 128, Height = 128, Steps = 20 };

        pocket.Engine.Denoise(order, new LatentShape(4, 16, 16), latent, new TorchNoise(1), null, CancellationToken.None);

        Assert.InRange(Reference.LargestDifference(Reference.Floats($"final_{prompt}.bin"), latent), 0, 1e-4);
    }
}
