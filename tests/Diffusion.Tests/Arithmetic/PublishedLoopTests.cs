using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Diffusion.Tests.Arithmetic;

/// <summary>
/// The full loops of huggingface/diffusers' own tests (tests/schedulers/test_scheduler_{ddim,pndm,euler,euler_ancestral,heun,dpm_multi,unipc,lcm}.py
/// at 58eb52c0, 2026-08-23): ten steps of their dummy model over their dummy sample, held to their figures at their tolerances.
/// </summary>
public sealed class PublishedLoopTests
{
    private const PredictionType Velocity = PredictionType.Velocity;

    private static readonly ScheduleOptions Base = new() { BetaStart = 0.0001, BetaEnd = 0.02, BetaSchedule = BetaSchedule.Linear, StepsOffset = 0 };
    private static readonly ScheduleOptions Ddim = Base with { ClipSample = true, SetAlphaToOne = true };
    private static readonly ScheduleOptions Pndm = Base with { SkipPrkSteps = false };
    private static readonly ScheduleOptions Longer = Base with { TrainingSteps = 1100 };
    private static readonly ScheduleOptions Dpm = Base with { LowerOrderFinal = false, FinalSigma = FinalSigma.Smallest };
    private static readonly ScheduleOptions UniPc = Base with { FinalSigma = FinalSigma.Smallest };
    private static readonly ScheduleOptions Lcm = new() { StepsOffset = 0, SetAlphaToOne = true };

    public static TheoryData<SamplerKind, ScheduleOptions, double?, double> Loops => new()
    {
        { SamplerKind.Ddim, Ddim, 172.0067, 0.223967 },
        { SamplerKind.Ddim, Ddim with { Prediction = Velocity }, 52.5302, 0.0684 },
        { SamplerKind.Ddim, Ddim with { BetaStart = 0.01 }, 149.8295, 0.1951 },
        { SamplerKind.Ddim, Ddim with { BetaStart = 0.01, SetAlphaToOne = false }, 149.0784, 0.1941 },
        { SamplerKind.Pndm, Pndm, 198.1318, 0.2580 },
        { SamplerKind.Pndm, Pndm with { Prediction = Velocity }, 67.3986, 0.0878 },
        { SamplerKind.Pndm, Pndm with { BetaStart = 0.01, SetAlphaToOne = true }, 230.0399, 0.2995 },
        { SamplerKind.Pndm, Pndm with { BetaStart = 0.01 }, 186.9482, 0.2434 },
        { SamplerKind.Euler, Longer, 10.0807, 0.0131 },
        { SamplerKind.Euler, Longer with { Prediction = Velocity }, 0.0002, 2.2676e-06 },
        { SamplerKind.Euler, Longer with { Sigmas = SigmaSpacing.Karras }, 124.52299499511719, 0.16213932633399963 },
        { SamplerKind.EulerAncestral, Longer, 152.3192, 0.1983 },
        { SamplerKind.EulerAncestral, Longer with { Prediction = Velocity }, 108.4439, 0.1412 },
        { SamplerKind.Heun, Longer, 0.1233, 0.0002 },
        { SamplerKind.Heun, Longer with { Prediction = Velocity }, 4.6934e-07, 6.1112e-10 },
        { SamplerKind.Heun, Longer with { Sigmas = SigmaSpacing.Karras }, 0.00015, 1.9869554535034695e-07 },
        { SamplerKind.DpmPlusPlus2M, Dpm, null, 0.3301 },
        { SamplerKind.DpmPlusPlus2M, Dpm with { Prediction = Velocity }, null, 0.2251 },
        { SamplerKind.DpmPlusPlus2M, Dpm with { Prediction = Velocity, Sigmas = SigmaSpacing.Karras }, null, 0.2096 },
        { SamplerKind.UniPc, UniPc, null, 0.2464 },
        { SamplerKind.UniPc, UniPc with { Prediction = Velocity }, null, 0.1014 },
        { SamplerKind.UniPc, UniPc with { Sigmas = SigmaSpacing.Karras }, null, 0.2925 },
        { SamplerKind.UniPc, UniPc with { Prediction = Velocity, Sigmas = SigmaSpacing.Karras }, null, 0.1966 },
    };

    public static TheoryData<SamplerKind, ScheduleOptions, int, double, double> LateLoops => new()
    {
        { SamplerKind.Ddim, Ddim, 8, 354.5418, 0.4616 },
        { SamplerKind.Euler, Longer, 8, 57062.9297, 74.3007 },
        { SamplerKind.EulerAncestral, Longer, 8, 56163.0508, 73.1290 },
        { SamplerKind.Heun, Longer, 8, 75074.8906, 97.7538 },
        { SamplerKind.DpmPlusPlus2M, Dpm, 5, 318.4111, 0.4146 },
        { SamplerKind.UniPc, UniPc, 8, 315.5757, 0.4109 },
    };

    [Theory]
    [MemberData(nameof(Loops))]
    public void Run_OverTheDummyModel_GivesThePublishedFigures(SamplerKind kind, ScheduleOptions options, double? sum, double mean)
    {
        var sample = DummyRun.DummySample;

        DummyRun.Run(kind, options, 10, sample);

        AssertFigures(sample, sum, mean);
    }

    [Theory]
    [InlineData(1, 18.7097, 0.0244)]
    [InlineData(10, 197.7616, 0.2575)]
    public void Lcm_OverTheDummyModel_GivesThePublishedFigures(int steps, double sum, double mean)
    {
        var sample = DummyRun.DummySample;

        DummyRun.Run(SamplerKind.Lcm, Lcm, steps, sample);

        AssertFigures(sample, sum, mean, tolerance: 1e-3);
    }

    /// <summary>The same over their dummy sample of one dimension.</summary>
    [Theory]
    [InlineData(PredictionType.Epsilon, SigmaSpacing.Model, 0.2441)]
    [InlineData(PredictionType.Epsilon, SigmaSpacing.Karras, 0.2898)]
    [InlineData(PredictionType.Velocity, SigmaSpacing.Model, 0.1014)]
    [InlineData(PredictionType.Velocity, SigmaSpacing.Karras, 0.1944)]
    public void UniPc_OverTheShorterSample_GivesThePublishedFigures(PredictionType prediction, SigmaSpacing sigmas, double mean)
    {
        var sample = DummyRun.Dummy(96);

        DummyRun.Run(SamplerKind.UniPc, UniPc with { Prediction = prediction, Sigmas = sigmas }, 10, sample);

        AssertFigures(sample, null, mean);
    }

    [Fact]
    public void UniPc_BegunLateOverTheShorterSample_GivesThePublishedFigures()
    {
        var sample = DummyRun.Dummy(96);
        var sampler = DummyRun.Create(SamplerKind.UniPc, UniPc, new() { Steps = 10, FirstStep = 8 }, sample.Length);

        sampler.AddNoise(0, sample, DummyRun.Flipped(sample), sample);
        DummyRun.Take(sampler, sample);

        AssertFigures(sample, 39.0870, 0.4072);
    }

    /// <summary>Those tests add their noise to the sample as it would begin a whole run.</summary>
    [Theory]
    [MemberData(nameof(LateLoops))]
    public void Run_BegunLate_GivesThePublishedFigures(SamplerKind kind, ScheduleOptions options, int first, double sum, double mean)
    {
        var sample = DummyRun.DummySample;
        var scale = DummyRun.Create(kind, options, new() { Steps = 10 }, sample.Length).InitialScale;
        var begun = sample.Select(value => (float)(value * scale)).ToArray();
        var sampler = DummyRun.Create(kind, options, new() { Steps = 10, FirstStep = first }, sample.Length);

        sampler.AddNoise(0, begun, DummyRun.DummyNoise, sample);
        DummyRun.Take(sampler, sample);

        AssertFigures(sample, sum, mean);
    }

    /// <summary>Diffusers keeps its schedule in float32, which moves a large sum in its sixth digit: the two sums above 50,000 by 1.3e-6 of themselves.</summary>
    private static void AssertFigures(float[] sample, double? sum, double mean, double tolerance = 1e-2)
    {
        var total = sample.Sum(value => Math.Abs((double)value));
        Assert.InRange(total / sample.Length, mean - 1e-3, mean + 1e-3);
        if (sum is { } expected)
            Assert.Equal(expected, total, Math.Max(tolerance, 2e-6 * expected));
    }
}
