using LaionGrid.Diffusion.Denoising;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Diffusion.Tests.Pipeline;

[Collection(Pocket.Collection)]
public sealed class ReferenceTests
{
    private static readonly LatentShape Shape = new(4, 16, 16);

    /// <summary>Twenty guided steps on two different runtimes. The reference goes on with float32, this engine with outputs as it commits to them, in half precision: 0.0015 at most as measured; 1e-5 without that.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_FromTheReferenceNoise_GivesTheReferenceLatents(int prompt)
    {
        var order = Pocket.Order with { Prompt = Reference.Text(prompt), Width = 128, Height = 128, Steps = 20 };
        using var denoiser = new Denoiser(Pocket.Folder, Pocket.Cpu);
        using var conditions = new ConditionMaker(Pocket.Folder, ModelIndex.Read(Pocket.Folder), denoiser, Pocket.Cpu);
        var runs = PictureRun.Of(order, 0, 1, SchedulerConfig.Read(Pocket.Folder).Noise, texts: 2, source: null, Shape.Length);
        Reference.Floats($"latents_{prompt}.bin").CopyTo(runs[0].Latent, 0);

        DenoisingLoop.Run(denoiser, Shape, order, conditions.Make(order, null, CancellationToken.None), runs, null, CancellationToken.None);

        Assert.InRange(Reference.LargestDifference(Reference.Floats($"final_{prompt}.bin"), runs[0].Latent), 0, 3e-3);
    }
}
