using LaionGrid.Arithmetic;
using LaionGrid.Diffusion.Denoising;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Diffusion.Tests.Pipeline;

[Collection(Pocket.Collection)]
public sealed class ReferenceTests
{
    private static readonly LatentShape Shape = new(4, 16, 16);

    /// <summary>Twenty guided steps of float32 on two different runtimes: the differences of single steps add up, to 1e-5 or less as measured.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Steps_FromTheReferenceNoise_GiveTheReferenceLatents(int prompt) => AssertReached(prompt, 1e-4, (denoiser, order, conditions, run) =>
    {
        var (scaled, outputs) = (new float[Shape.Length], new float[2 * Shape.Length]);
        var denoising = denoiser.Begin(Shape, 1, conditions);
        for (var evaluation = 0; evaluation < run.Sampler.Timesteps.Count; evaluation++)
        {
            run.Sampler.ScaleInput(evaluation, run.Latent, scaled);
            denoising.Predict(scaled, run.Sampler.Timesteps[evaluation], outputs, CancellationToken.None);
            var guided = outputs.AsSpan(0, Shape.Length);
            Guidance.Apply(guided, outputs.AsSpan(Shape.Length), order.Guidance, guided);
            run.Step(evaluation, guided);
        }
    });

    /// <summary>The engine's own loop goes on with outputs as a worker commits to them, in half precision, where the reference has float32: 0.0015 at most as measured.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_FromTheReferenceNoise_GivesTheReferenceLatentsButForRounding(int prompt) => AssertReached(prompt, 3e-3, (denoiser, order, conditions, run) =>
        DenoisingLoop.Run(denoiser, Shape, order, conditions, [run], null, CancellationToken.None));

    private static void AssertReached(int prompt, double within, Action<Denoiser, PictureOrder, Conditions, PictureRun> render)
    {
        var order = Pocket.Order with { Prompt = Reference.Text(prompt), Width = 128, Height = 128, Steps = 20 };
        using var denoiser = new Denoiser(Pocket.Folder, Pocket.Cpu);
        using var conditions = new ConditionMaker(Pocket.Folder, ModelIndex.Read(Pocket.Folder), denoiser, Pocket.Cpu);
        var run = PictureRun.Of(order, 0, 1, SchedulerConfig.Read(Pocket.Folder).Noise, texts: 2, source: null, Shape.Length)[0];
        Reference.Floats($"latents_{prompt}.bin").CopyTo(run.Latent, 0);

        render(denoiser, order, conditions.Make(order, null, CancellationToken.None), run);

        Assert.InRange(Reference.LargestDifference(Reference.Floats($"final_{prompt}.bin"), run.Latent), 0, within);
    }
}
