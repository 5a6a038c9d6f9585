using LaionGrid.Arithmetic.Noise;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Diffusion.Tests.Arithmetic;

/// <summary>What is said of a sampler before it is made is what it then does: prices and refusals go by it.</summary>
public sealed class SamplerTermsTests
{
    private static readonly int[] Steps = [1, 2, 3, 4, 5, 12, 20, 49, 50, 51, 97, 98, 99, 100, 101];

    public static IEnumerable<object[]> Cases =>
        from kind in Enum.GetValues<SamplerKind>()
        from skips in new[] { true, false }
        from spacing in Enum.GetValues<SigmaSpacing>()
        select new object[] { kind, skips, spacing };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Of_AnySampler_AreWhatItTakesAndHowOftenItAsks(SamplerKind kind, bool skips, SigmaSpacing spacing)
    {
        var schedule = new NoiseSchedule(new() { TrainingSteps = 100, SkipPrkSteps = skips, Sigmas = spacing, OriginalInferenceSteps = 50 });
        var terms = SamplerTerms.Of(kind, schedule.Options);
        foreach (var plan in Steps.SelectMany(steps => Enumerable.Range(0, Math.Min(steps, 6)).Append(steps - 1), (steps, first) => new SamplingPlan { Steps = steps, FirstStep = first }))
        {
            var isAllowed = plan.Steps >= terms.LeastSteps && plan.Steps <= terms.MostSteps && (plan.FirstStep == 0 || terms.BeginsLate);
            var made = Record.Exception(() => Sampler.Create(kind, schedule, plan, length: 0, new TorchNoise(0)));
            Assert.Equal((plan, isAllowed), (plan, made is not ArgumentOutOfRangeException));
            if (isAllowed)
                Assert.Equal((plan, SamplerTerms.Evaluations(kind, schedule.Options, plan)), (plan, Sampler.Create(kind, schedule, plan, length: 0, new TorchNoise(0)).Timesteps.Count));
        }
    }
}
