using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Diffusion.Decoding;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.TestKit.Bundles;
using LaionGrid.TestKit.Onnx;
using LaionGrid.TestKit.Onnx.Networks;

namespace LaionGrid.Diffusion.Tests.Pipeline;

/// <summary>Every family, in every form that exporters give it, through the one loop.</summary>
public sealed class FamilyTests
{
    private static PictureOrder Order => TinyEngine.Order;

    public static TheoryData<TinyFamily, NumberKind> EachFamily()
    {
        var data = new TheoryData<TinyFamily, NumberKind>();
        foreach (var family in Enum.GetValues<TinyFamily>())
        {
            data.Add(family, NumberKind.Float32);
            data.Add(family, NumberKind.Float16);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(EachFamily))]
    public void Render_WithEachFamily_FollowsPromptSeedAndSides(TinyFamily family, NumberKind numbers)
    {
        using var tiny = new TinyEngine(new() { Family = family, Numbers = numbers, VaeEncoder = family == TinyFamily.Inpaint ? LatentOutput.Parameters : null });
        var order = Order with { Guidance = family is TinyFamily.Turbo or TinyFamily.XlTurbo ? 1 : 3, Sampler = tiny.Engine.Usual.Sampler };

        var picture = tiny.Render(order);

        Assert.Equal((order.Width, order.Height), (picture.Width, picture.Height));
        Assert.Equal(picture.Pixels, tiny.Render(order).Pixels);
        Assert.NotEqual(picture.Pixels, tiny.Render(order with { Prompt = "a dog" }).Pixels);
        Assert.NotEqual(picture.Pixels, tiny.Render(order with { Seed = 8 }).Pixels);
    }

    [Theory]
    [InlineData(NumberKind.Int64, TimestepRank.Scalar)]
    [InlineData(NumberKind.Int64, TimestepRank.Batch)]
    [InlineData(NumberKind.Float32, TimestepRank.Scalar)]
    [InlineData(NumberKind.Float32, TimestepRank.One)]
    [InlineData(NumberKind.Float32, TimestepRank.Batch)]
    public void Render_WithEachExportersTimestep_GivesTheSamePicture(NumberKind kind, TimestepRank rank)
    {
        using var usual = new TinyEngine(new());
        using var other = new TinyEngine(new() { Timestep = new(kind, rank) });

        Assert.InRange(TinyEngine.LargestDifference(usual.Render(Order), other.Render(Order)), 0, 1); // other graphs round otherwise
    }

    [Theory]
    [InlineData(TinyFamily.StableDiffusion1)]
    [InlineData(TinyFamily.Xl)]
    public void Render_WithIdsOf64Bits_GivesTheSamePicture(TinyFamily family)
    {
        using var usual = new TinyEngine(new() { Family = family });
        using var other = new TinyEngine(new() { Family = family, Ids = NumberKind.Int64 });

        Assert.Equal(usual.Render(Order).Pixels, other.Render(Order).Pixels);
    }

    [Theory]
    [InlineData(WeightPlace.WeightsPb)]
    [InlineData(WeightPlace.OnnxData)]
    [InlineData(WeightPlace.DotData)]
    [InlineData(WeightPlace.Loose)]
    public void Render_WithWeightsInFilesOfTheirOwn_GivesTheSamePicture(WeightPlace place)
    {
        using var usual = new TinyEngine(new());
        using var other = new TinyEngine(new() { Weights = place });

        Assert.Equal(usual.Render(Order).Pixels, other.Render(Order).Pixels);
    }

    [Theory]
    [InlineData(1, 3f, 1)]
    [InlineData(2, 3f, 1)]
    [InlineData(2, 3f, 3)]
    [InlineData(2, 1f, 1)]
    [InlineData(1, 1f, 2)]
    public void Render_WithAFixedBatch_GivesTheSamePictures(int batch, float guidance, int count)
    {
        using var usual = new TinyEngine(new());
        using var other = new TinyEngine(new() { FixedBatch = batch });
        var order = Order with { Guidance = guidance, Count = count };

        Assert.All(usual.RenderAll(order).Zip(other.RenderAll(order)), pair => Assert.InRange(TinyEngine.LargestDifference(pair.First.Picture, pair.Second.Picture), 0, 1));
    }

    [Fact]
    public void Render_WithVelocity_ReadsItFromTheSchedule()
    {
        using var tiny = new TinyEngine(new() { Family = TinyFamily.StableDiffusion2 });
        var picture = tiny.Render(Order);
        using var misread = new TinyEngine(new() { Family = TinyFamily.StableDiffusion2 });
        var config = Path.Combine(misread.Folder, "scheduler", "scheduler_config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("v_prediction", "epsilon", StringComparison.Ordinal));

        Assert.NotEqual(picture.Pixels, misread.Render(Order).Pixels);
    }

    /// <summary>An absent negative prompt of SDXL is zeros, not the states of an empty text: a text of spaces has those.</summary>
    [Fact]
    public void Render_WithXlAndNoNegativePrompt_GuidesAwayFromZeros()
    {
        using var tiny = new TinyEngine(new() { Family = TinyFamily.Xl });

        Assert.NotEqual(tiny.Render(Order).Pixels, tiny.Render(Order with { NegativePrompt = " " }).Pixels);
    }

    [Fact]
    public void Render_WithStableDiffusion1AndNoNegativePrompt_GuidesAwayFromTheEmptyText()
    {
        using var tiny = new TinyEngine(new());

        Assert.Equal(tiny.Render(Order).Pixels, tiny.Render(Order with { NegativePrompt = " " }).Pixels);
    }

    /// <summary>It is told the guidance by an embedding, which takes no second text.</summary>
    [Fact]
    public void Render_WithLcm_FollowsTheGuidanceAndNoNegativePrompt()
    {
        using var tiny = new TinyEngine(new() { Family = TinyFamily.Lcm });
        var order = Order with { Sampler = SamplerKind.Lcm, Guidance = 8 };

        var picture = tiny.Render(order);

        Assert.NotEqual(picture.Pixels, tiny.Render(order with { Guidance = 2 }).Pixels);
        Assert.Equal(picture.Pixels, tiny.Render(order with { NegativePrompt = "a dog" }).Pixels);
        Assert.Equal((SamplerKind.Lcm, 4), (tiny.Engine.Usual.Sampler, tiny.Engine.Usual.Steps));
    }

    [Theory]
    [InlineData(SamplerKind.Ddim, 4)]
    [InlineData(SamplerKind.Heun, 7)]
    [InlineData(SamplerKind.Pndm, 5)]
    public void Render_WithEachSampler_AsksTheNetworkAsOftenAsItMust(SamplerKind sampler, int evaluations)
    {
        using var tiny = new TinyEngine(new());

        Assert.Equal(evaluations, tiny.EvaluationsOf(Order with { Sampler = sampler }));
    }

    [Theory]
    [InlineData(SamplerKind.Heun)]
    [InlineData(SamplerKind.Pndm)]
    [InlineData(SamplerKind.EulerAncestral)]
    public void Render_WhenObserved_CountsTheStepsAskedFor(SamplerKind sampler)
    {
        using var tiny = new TinyEngine(new());
        var steps = new List<(int, int)>();

        tiny.Engine.Render(Order with { Sampler = sampler, Count = 2 }, view => steps.Add((view.Step, view.Picture)), CancellationToken.None);

        Assert.Equal([(1, 0), (1, 1), (2, 0), (2, 1), (3, 0), (3, 1), (4, 0), (4, 1)], steps);
    }

    [Fact]
    public void Load_ByEachExportersClassName_Loads()
    {
        using var tiny = new TinyEngine(new());
        var index = Path.Combine(tiny.Folder, "model_index.json");
        var text = File.ReadAllText(index);

        foreach (var name in (string[])["OnnxStableDiffusionPipeline", "ORTStableDiffusionImg2ImgPipeline", "ORTStableDiffusionXLPipeline", "ORTLatentConsistencyModelPipeline"])
        {
            File.WriteAllText(index, text.Replace("StableDiffusionPipeline", name, StringComparison.Ordinal));
            DiffusionPipeline.Load(tiny.Folder, Pocket.Cpu).Dispose();
        }
    }
}
