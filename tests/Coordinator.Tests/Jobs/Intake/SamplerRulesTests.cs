using LaionGrid.Arithmetic.Schedules;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Models;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Jobs.Intake;

public sealed class SamplerRulesTests
{
    private static readonly Ask Usual = new() { RequestKey = "k", Prompt = "a boat", Count = 1 };

    [Theory]
    [InlineData(nameof(Sampler.Lcm), 4, false, true, "sampler.unsupported", "Use DDIM, Euler, DPM++ 2M, PNDM, Euler a, Heun, DPM++ 2M SDE or UniPC.")]
    [InlineData(nameof(Sampler.Pndm), 3, false, false, "steps.out_of_range", "PNDM takes 4 to 50 steps with paper; this asks for 3.")]
    [InlineData(nameof(Sampler.Pndm), 8, true, false, "sampler.unsupported", "PNDM cannot begin from a picture.")]
    public async Task Check_OfWhatASamplerCannotDo_SaysWhatItCan(string sampler, int steps, bool fromSource, bool skips, string code, string said)
    {
        var refusal = SamplerRules.Check(AskFor(Enum.Parse<Sampler>(sampler), steps, fromSource), await BundleAsync(skips));

        Assert.Equal(code, refusal?.Code);
        Assert.Contains(said, refusal?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(Sampler.Pndm), 4, false, false)]
    [InlineData(nameof(Sampler.Pndm), 2, true, true)]
    [InlineData(nameof(Sampler.Heun), 50, true, true)]
    public async Task Check_OfWhatItCan_RefusesNothing(string sampler, int steps, bool fromSource, bool skips) =>
        Assert.Null(SamplerRules.Check(AskFor(Enum.Parse<Sampler>(sampler), steps, fromSource), await BundleAsync(skips)));

    /// <summary>More steps than it was distilled on are none for LCM, whatever the bundle allows.</summary>
    [Fact]
    public async Task Check_OfADistilledBundle_TakesTheStepsThatItWasDistilledOn()
    {
        var bundle = await BundleAsync(skips: true);
        bundle = bundle with { Limits = bundle.Limits with { Samplers = [Sampler.Lcm], DefaultSampler = Sampler.Lcm, MaxSteps = 100 } };

        Assert.Null(SamplerRules.Check(AskFor(Sampler.Lcm, 50, fromSource: false), bundle));
        Assert.Equal("steps.out_of_range", SamplerRules.Check(AskFor(Sampler.Lcm, 51, fromSource: false), bundle)?.Code);
        Assert.Contains("Use LCM.", SamplerRules.Check(AskFor(Sampler.Ddim, 4, fromSource: false), bundle)?.Message, StringComparison.Ordinal);
    }

    private static Ask AskFor(Sampler sampler, int steps, bool fromSource) =>
        Usual with { Sampler = sampler, Steps = steps, SourceSha256 = fromSource ? new string('a', 64) : "", Strength = fromSource ? 0.5 : null };

    /// <param name="skips">Whether its schedule has no Runge-Kutta steps.</param>
    private static async Task<Bundle> BundleAsync(bool skips)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(DatabaseKind.Sqlite);
        return grid.Get<BundleCatalogue>().All[0] with { Schedule = new NoiseSchedule(new() { SkipPrkSteps = skips }) };
    }
}
