using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Diffusion.Tests.Pipeline;

public sealed class ParametersTests
{
    private static readonly PictureOrder Order = Pocket.Order with { Prompt = "a red house", Width = 128, Height = 192, Steps = 20 };

    [Fact]
    public void Describe_AnOrder_ReadsAsImageToolsExpect() => Assert.Equal(
        $"a red house\nSteps: 20, Sampler: DDIM, CFG scale: 4, Seed: 7, Size: 128x192, Model: pocket, Version: laiongrid {DiffusionPipeline.EngineVersion}",
        Parameters.Describe(Order, "pocket"));

    [Fact]
    public void Describe_WithANegativePrompt_NamesItOnALineOfItsOwn() => Assert.Equal(
        $"a red house\nNegative prompt: night\nSteps: 20, Sampler: DPM++ 2M, CFG scale: 7.5, Seed: 4294967295, Size: 128x192, Model: pocket, Version: laiongrid {DiffusionPipeline.EngineVersion}",
        Parameters.Describe(Order with { NegativePrompt = "night", Sampler = SamplerKind.DpmPlusPlus2M, Guidance = 7.5f, Seed = -1 }, "pocket"));

    [Fact]
    public void Describe_WithAnySampler_NamesIt()
    {
        var names = Enum.GetValues<SamplerKind>().Select(kind => Parameters.Describe(Order with { Sampler = kind }, "pocket").Split("Sampler: ")[1].Split(',')[0]);

        Assert.Equal(["DDIM", "Euler", "DPM++ 2M", "PNDM", "Euler a", "Heun", "DPM++ 2M SDE", "UniPC", "LCM"], names);
    }
}
