using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Coordinator.Imaging;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Verification;
using LaionGrid.Coordinator.Verification.Checking;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Diffusion.Sessions;
using Xunit.Abstractions;

namespace LaionGrid.Grid.Tests;

/// <summary>What the coordinator makes of honest pictures by looking at them alone: those of the bundled model look like their latents' previews.</summary>
public sealed class PreviewTests(ITestOutputHelper output)
{
    private static readonly string[] Prompts =
    [
        "a red circle on a blue background", "a pink castle in a flower field at dawn", "a green tree on a yellow hill", "a boat on the sea at night",
        "a white house in the snow", "a purple star above a grey city", "a dog", "nothing",
    ];

    [Fact]
    public void Preview_OfHonestPictures_IsLikeThemAndUnlikeOthers()
    {
        var folder = Path.Combine(Repository.Models, "pocket");
        var bundle = BundleReaderGrpc.Read(folder, "");
        using var engine = DiffusionPipeline.Load(folder, ComputeDevice.Probe()[^1]);
        var rendered = (from prompt in Prompts from sampler in new[] { SamplerKind.Ddim, SamplerKind.Euler, SamplerKind.DpmPlusPlus2M } select Render(engine, prompt, sampler)).ToList();

        var right = rendered.Select(one => PreviewComparison.Correlation(bundle, one.Latent, one.Picture)!.Value).ToList();
        var wrong = rendered.Select((one, index) => PreviewComparison.Correlation(bundle, one.Latent, rendered[(index + 3) % rendered.Count].Picture)!.Value).ToList(); // of another prompt

        output.WriteLine($"right: {string.Join(' ', right.Order().Select(value => $"{value:0.000}"))}");
        output.WriteLine($"wrong: {string.Join(' ', wrong.Order().Select(value => $"{value:0.000}"))}");
        Assert.All(right, likeness => Assert.InRange(likeness, new VerificationOptions().PreviewCorrelation, 1));
        Assert.All(wrong, likeness => Assert.InRange(likeness, -1, new VerificationOptions().PreviewCorrelation));
    }

    private static (float[] Latent, PngPicture Picture) Render(DiffusionPipeline engine, string prompt, SamplerKind sampler)
    {
        float[] latent = [];
        var order = new PictureOrder { Prompt = prompt, Width = 128, Height = 128, Steps = 12, Guidance = 4, Sampler = sampler, Seed = 40 + prompt.Length };
        var picture = engine.Render(order, view => latent = view.Clean.ToArray(), CancellationToken.None)[0].Picture;
        return (latent, new(picture.Width, picture.Height, picture.Pixels));
    }
}
