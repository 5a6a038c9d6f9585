using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Diffusion.Denoising;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.TestKit.Bundles;

namespace LaionGrid.Diffusion.Tests.Pipeline;

/// <summary>Batches, memory, and what is not done twice.</summary>
[Collection(Pocket.Collection)]
public sealed class FrugalityTests(Pocket pocket)
{
    [Theory]
    [InlineData(SamplerKind.Ddim)]
    [InlineData(SamplerKind.EulerAncestral)]
    [InlineData(SamplerKind.DpmPlusPlus2MSde)]
    public void Render_OfSeveralSeedsAtOnce_GivesEachItsOwnPicture(SamplerKind sampler)
    {
        using var tiny = new TinyEngine(new());
        var order = TinyEngine.Order with { Sampler = sampler, Seed = uint.MaxValue };

        var together = tiny.RenderAll(order with { Count = 3 });

        Assert.Equal([uint.MaxValue, 0L, 1L], together.Select(picture => picture.Seed));
        Assert.All(together, picture => Assert.InRange(TinyEngine.LargestDifference(picture.Picture, tiny.Render(order with { Seed = picture.Seed })), 0, 1));
    }

    /// <summary>The limit holds one picture of this size and not eight.</summary>
    [Fact]
    public void Render_OfMoreThanTheMemoryTakes_RendersFewerAtOnce()
    {
        using var engine = DiffusionPipeline.Load(Pocket.Path, Pocket.Cpu with { MemoryLimitMiB = 40 });
        var order = Pocket.Order with { Width = 256, Height = 256, Steps = 1, Count = 8 };

        var pictures = engine.Render(order, null, CancellationToken.None);

        Assert.Equal(8, pictures.Count);
        Assert.True(engine.Times.Evaluations > 1, "Eight pictures fitted at once, so this test shows nothing.");
        Assert.InRange(TinyEngine.LargestDifference(pictures[7].Picture, pocket.Engine.Render(order with { Count = 1, Seed = 14 }, null, CancellationToken.None)[0].Picture), 0, 1);
    }

    [Fact]
    public void Render_OfOnePictureThatDoesNotFit_SaysWhatIsWantedAndThere()
    {
        using var engine = DiffusionPipeline.Load(Pocket.Path, Pocket.Cpu with { MemoryLimitMiB = 20 });

        var error = Assert.Throws<DeviceMemoryException>(() => engine.Render(Pocket.Order with { Width = 512, Height = 512 }, null, CancellationToken.None));

        Assert.True(error.NeedMiB > 0);
        Assert.Equal(20, error.HaveMiB);
        Assert.Contains("20 MiB in all", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfMoreWeightsThanTheDeviceHas_SaysBoth()
    {
        var error = Assert.Throws<DeviceMemoryException>(() => DiffusionPipeline.Load(Pocket.Path, Pocket.Cpu with { MemoryLimitMiB = 3 }));

        Assert.Equal((13, 3), (error.NeedMiB, error.HaveMiB));
        Assert.Contains(Pocket.Path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SamplerKind.Ddim)]
    [InlineData(SamplerKind.EulerAncestral)]
    [InlineData(SamplerKind.UniPc)]
    public void Render_FromStepToStep_AllocatesNothing(SamplerKind sampler)
    {
        var bytes = new long[9];
        var order = Pocket.Order with { Steps = 8, Sampler = sampler };
        AllocatedByARender(); // compiles

        // The least of three: the runtime may allocate once when it replaces code that runs often; a step that allocates does so each time.
        Assert.Equal(0, Enumerable.Range(0, 3).Min(_ => AllocatedByARender()));

        long AllocatedByARender()
        {
            pocket.Engine.Render(order, view => bytes[view.Step] = GC.GetAllocatedBytesForCurrentThread(), CancellationToken.None);
            return bytes[8] - bytes[1];
        }
    }

    [Fact]
    public void Begin_ForTheSameForm_BindsNothingAnew()
    {
        using var denoiser = new Denoiser(Pocket.Folder, Pocket.Cpu);
        var conditions = new Conditions { Texts = 1, States = new float[77 * 128] };

        var first = denoiser.Begin(new(4, 8, 8), 1, conditions);

        Assert.Same(first, denoiser.Begin(new(4, 8, 8), 1, conditions with { States = Reference.Floats("text_0.bin") }));
        Assert.NotSame(first, denoiser.Begin(new(4, 8, 16), 1, conditions));
    }

    [Fact]
    public void Render_OfSidesThatTheNetworkCannotTake_NamesItAndSaysWhatToAskFor()
    {
        using var tiny = new TinyEngine(new());

        var error = Assert.Throws<DeviceException>(() => tiny.Render(TinyEngine.Order with { Width = 72 }));

        Assert.Contains("unet/model.onnx", error.Message, StringComparison.Ordinal);
        Assert.Contains("Ask for other sides", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TinyFamily.StableDiffusion1)]
    [InlineData(TinyFamily.Xl)]
    public void Scores_OfABundleWithAllParts_GoWithThePicture(TinyFamily family)
    {
        using var tiny = new TinyEngine(new() { Family = family, Clip = true, Aesthetic = true, Nsfw = true, SafetyChecker = true, SafetyCheckerFlags = true });

        var scores = tiny.RenderAll(TinyEngine.Order)[0].Scores;

        Assert.True(scores is { TextFit: >= -1 and <= 1, Aesthetic: not null, Nsfw: >= 0 and <= 1, IsUnsafe: true });
    }

    [Fact]
    public void Scores_OfABundleWithoutParts_AreNone()
    {
        using var tiny = new TinyEngine(new());

        Assert.Null(tiny.RenderAll(TinyEngine.Order)[0].Scores);
    }
}
