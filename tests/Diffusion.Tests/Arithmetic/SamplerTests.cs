using LaionGrid.Arithmetic;

namespace LaionGrid.Diffusion.Tests.Arithmetic;

/// <summary>
/// The full loops of huggingface/diffusers' own tests (tests/schedulers/test_scheduler_{ddim,euler,dpm_multi}.py at 58eb52c0, 2026-08-23):
/// ten steps of their dummy model over their dummy sample, held to their figures at their tolerances.
/// </summary>
public sealed class SamplerTests
{
    private static readonly ScheduleOptions Base = new() { BetaStart = 0.0001, BetaEnd = 0.02, BetaSchedule = BetaSchedule.Linear, StepsOffset = 0 };
    private static readonly ScheduleOptions Ddim = Base with { ClipSample = true, SetAlphaToOne = true };
    private static readonly ScheduleOptions Euler = Base with { TrainingSteps = 1100, Spacing = TimestepSpacing.Linspace };
    private static readonly ScheduleOptions Dpm = Base with { Spacing = TimestepSpacing.Linspace, LowerOrderFinal = false, FinalSigma = FinalSigma.Smallest };

    [Fact]
    public void Ddim_OverTheDummyModel_GivesThePublishedFigures() => AssertLoop(SamplerKind.Ddim, Ddim, 172.0067, 0.223967);

    [Fact]
    public void Ddim_WithVelocity_GivesThePublishedFigures() =>
        AssertLoop(SamplerKind.Ddim, Ddim with { Prediction = PredictionType.Velocity }, 52.5302, 0.0684);

    [Fact]
    public void Ddim_EndingAtAlphaOne_GivesThePublishedFigures() => AssertLoop(SamplerKind.Ddim, Ddim with { BetaStart = 0.01 }, 149.8295, 0.1951);

    [Fact]
    public void Ddim_EndingAtTheFirstAlpha_GivesThePublishedFigures() =>
        AssertLoop(SamplerKind.Ddim, Ddim with { BetaStart = 0.01, SetAlphaToOne = false }, 149.0784, 0.1941);

    [Fact]
    public void Euler_OverTheDummyModel_GivesThePublishedFigures() => AssertLoop(SamplerKind.Euler, Euler, 10.0807, 0.0131);

    [Fact]
    public void Euler_WithVelocity_GivesThePublishedFigures() =>
        AssertLoop(SamplerKind.Euler, Euler with { Prediction = PredictionType.Velocity }, 0.0002, 2.2676e-06);

    [Fact]
    public void DpmPlusPlus2M_OverTheDummyModel_GivesThePublishedFigure() => AssertLoop(SamplerKind.DpmPlusPlus2M, Dpm, null, 0.3301);

    [Fact]
    public void DpmPlusPlus2M_WithVelocity_GivesThePublishedFigure() =>
        AssertLoop(SamplerKind.DpmPlusPlus2M, Dpm with { Prediction = PredictionType.Velocity }, null, 0.2251);

    [Theory]
    [InlineData(SamplerKind.Ddim)]
    [InlineData(SamplerKind.Euler)]
    [InlineData(SamplerKind.DpmPlusPlus2M)]
    public void Step_WhenTheNetworkIsRight_EndsAtTheCleanSample(SamplerKind kind)
    {
        var schedule = new NoiseSchedule(new() { SetAlphaToOne = true });
        var (clean, noise) = (Trajectory.DummySample, new float[Trajectory.DummySample.Length]);
        new TorchNoise(5).Fill(noise);
        var sampler = Sampler.Create(kind, schedule, new() { Steps = 12 }, clean.Length, new TorchNoise(0));
        // At the highest noise the sample is nearly the noise; beginning exactly on the path, the true ε stays constant along it.
        var sigma = schedule.Sigma(sampler.Timesteps[0]);
        var signal = kind == SamplerKind.Euler ? 1 : 1 / Math.Sqrt((sigma * sigma) + 1);
        var sample = clean.Zip(noise, (x, z) => (float)(signal * (x + (sigma * z)))).ToArray();

        for (var step = 0; step < 12; step++)
            sampler.Step(step, noise, sample);

        Assert.InRange(Reference.LargestDifference(clean, sample), 0, 1e-4);
        Assert.InRange(Reference.LargestDifference(clean, sampler.Clean), 0, 1e-4);
    }

    [Fact]
    public void Step_WithASampleOfAnotherLength_IsRefused()
    {
        var sampler = Sampler.Create(SamplerKind.Ddim, new NoiseSchedule(new()), new() { Steps = 4 }, 8, new TorchNoise(0));

        Assert.Throws<ArgumentException>(() => sampler.Step(0, new float[8], new float[9]));
    }

    private static void AssertLoop(SamplerKind kind, ScheduleOptions options, double? sum, double mean)
    {
        var sample = Trajectory.DummySample;

        Trajectory.Run(kind, options, 10, sample);

        var total = sample.Sum(value => Math.Abs((double)value));
        Assert.InRange(total / sample.Length, mean - 1e-3, mean + 1e-3);
        if (sum is { } expected)
            Assert.InRange(total, expected - 1e-2, expected + 1e-2);
    }
}
