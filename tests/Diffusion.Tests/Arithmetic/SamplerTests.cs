using LaionGrid.Arithmetic.Noise;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Diffusion.Tests.Arithmetic;

/// <summary>What holds for every sampler, whatever its formula.</summary>
public sealed class SamplerTests
{
    private static readonly SamplerKind[] Kinds = Enum.GetValues<SamplerKind>();
    private static readonly SamplerKind[] Stochastic = [SamplerKind.EulerAncestral, SamplerKind.DpmPlusPlus2MSde, SamplerKind.Lcm];

    public static IEnumerable<object[]> AllKinds => Kinds.Select(kind => new object[] { kind });

    public static IEnumerable<object[]> DeterministicKinds => Kinds.Except(Stochastic).Select(kind => new object[] { kind });

    public static IEnumerable<object[]> StochasticKinds => Stochastic.Select(kind => new object[] { kind });

    /// <summary>Heun's method asks twice a step but for the last; PNDM asks twice in its first.</summary>
    [Theory]
    [MemberData(nameof(AllKinds))]
    public void Timesteps_OfTwelveSteps_AreOneAnEvaluation(SamplerKind kind) => Assert.Equal(
        kind switch { SamplerKind.Heun => 23, SamplerKind.Pndm => 13, _ => 12 }, Create(kind, new(), 12).Timesteps.Count);

    [Theory]
    [MemberData(nameof(AllKinds))]
    public void Timesteps_OfARunBegunLate_AreTheLastOfTheWholeRuns(SamplerKind kind)
    {
        var whole = Create(kind, new(), 12).Timesteps;
        var late = Create(kind, new(), 12, first: 5).Timesteps;

        Assert.Equal(kind == SamplerKind.Heun ? 10 : 5, whole.Count - late.Count);
        Assert.Equal(whole.Skip(whole.Count - late.Count), late);
    }

    /// <summary>Along the path from noise to a clean sample the true ε stays the same, so every order of accuracy must find the way back.</summary>
    [Theory]
    [MemberData(nameof(DeterministicKinds))]
    public void Step_WhenTheNetworkIsRight_EndsAtTheCleanSample(SamplerKind kind)
    {
        var (clean, noise, sample) = (DummyRun.DummySample, Noise(5), new float[768]);
        var sampler = Create(kind, new() { SetAlphaToOne = true }, 12);
        sampler.AddNoise(0, clean, noise, sample);

        for (var evaluation = 0; evaluation < sampler.Timesteps.Count; evaluation++)
            sampler.Step(evaluation, noise, sample);

        Assert.InRange(Reference.LargestDifference(clean, sample), 0, 1e-4);
        Assert.InRange(Reference.LargestDifference(clean, sampler.Clean), 0, 1e-4);
    }

    [Theory]
    [MemberData(nameof(StochasticKinds))]
    public void Step_OfASamplerWithNoise_DrawsFromThePicturesOwnStream(SamplerKind kind)
    {
        Assert.Equal(Ends(new TorchNoise(1)), Ends(new TorchNoise(1)));
        Assert.NotEqual(Ends(new TorchNoise(1)), Ends(new TorchNoise(2)));

        float[] Ends(TorchNoise stream)
        {
            var sample = DummyRun.DummySample;
            DummyRun.Take(Sampler.Create(kind, new NoiseSchedule(new()), new() { Steps = 4 }, sample.Length, stream), sample);
            return sample;
        }
    }

    [Theory]
    [MemberData(nameof(AllKinds))]
    public void AddNoise_ToNothing_BeginsARunAsUnitNoiseDoes(SamplerKind kind)
    {
        var (noise, sample) = (Noise(3), new float[768]);
        var sampler = Create(kind, new() { RescaleZeroSnr = true, Prediction = PredictionType.Velocity, Spacing = TimestepSpacing.Trailing }, 12);

        sampler.AddNoise(0, new float[768], noise, sample);

        var largest = sampler.InitialScale * noise.Max(Math.Abs);
        Assert.All(sample.Zip(noise), pair => Assert.Equal(sampler.InitialScale * pair.Second, pair.First, 1e-6 * largest));
    }

    [Theory]
    [MemberData(nameof(AllKinds))]
    public void AddNoise_LaterInTheRun_AddsLess(SamplerKind kind)
    {
        var sampler = Create(kind, new(), 12);
        var levels = Enumerable.Range(0, sampler.Timesteps.Count + 1).Select(LevelOf).ToArray();

        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First));
        Assert.Equal(12, levels.Distinct().Count() - 1);
        Assert.Equal(0, levels[^1]);

        float LevelOf(int evaluation)
        {
            var sample = new float[768];
            sampler.AddNoise(evaluation, new float[768], [.. Enumerable.Repeat(1f, 768)], sample);
            return sample[0];
        }
    }

    [Fact]
    public void AddNoise_WhenNoEvaluationIsLeft_GivesTheCleanSample()
    {
        var sampler = Create(SamplerKind.Ddim, new(), 4);
        var sample = new float[768];

        sampler.AddNoise(4, DummyRun.DummySample, Noise(1), sample);

        Assert.Equal(DummyRun.DummySample, sample);
    }

    [Theory]
    [MemberData(nameof(AllKinds))]
    public void Step_UnderAnyOptionsAndCount_GivesNumbers(SamplerKind kind)
    {
        var (noise, stream) = (Noise(1)[..8], new TorchNoise(0));
        foreach (var options in AllOptions(kind))
        {
            var schedule = new NoiseSchedule(options);
            for (var steps = 1; steps <= 50; steps++)
            {
                var sample = noise.ToArray();
                DummyRun.Take(Sampler.Create(kind, schedule, new() { Steps = steps }, sample.Length, stream), sample);
                if (!sample.All(float.IsFinite))
                    Assert.Fail($"{steps} steps, {options}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllKinds))]
    public void Step_AfterItsFirst_AllocatesNothing(SamplerKind kind)
    {
        var samplers = Enumerable.Range(0, 4).Select(_ => Create(kind, new(), 8)).ToArray();
        var (sample, scaled) = (DummyRun.DummySample, new float[768]);
        Run(samplers[0]);

        // The least of three: the runtime may allocate once when it replaces code that runs often; a step that allocates does so each time.
        Assert.Equal(0, samplers[1..].Min(AllocatedBy));

        long AllocatedBy(Sampler run)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Run(run);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        void Run(Sampler run)
        {
            for (var evaluation = 0; evaluation < run.Timesteps.Count; evaluation++)
            {
                run.ScaleInput(evaluation, sample, scaled);
                run.Step(evaluation, scaled, sample);
            }
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1001, 0)]
    [InlineData(4, 4)]
    [InlineData(4, -1)]
    public void Create_WithAPlanThatCannotBe_IsRefused(int steps, int first) => Assert.All(
        Kinds, kind => Assert.Throws<ArgumentOutOfRangeException>(() => Create(kind, new(), steps, first)));

    [Fact]
    public void Create_OfLcmWithMoreStepsThanItWasDistilledOn_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(SamplerKind.Lcm, new() { OriginalInferenceSteps = 10 }, 11));

    [Theory]
    [InlineData(3, 0)]
    [InlineData(8, 1)]
    public void Create_OfPndmWithTooFewStepsForRungeAndKutta_IsRefused(int steps, int first) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(SamplerKind.Pndm, new() { SkipPrkSteps = false }, steps, first));

    [Fact]
    public void Create_OfNoSuchKind_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => Create((SamplerKind)99, new(), 4));

    [Fact]
    public void Step_WithASampleOfAnotherLength_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Create(SamplerKind.Ddim, new(), 4).Step(0, new float[768], new float[769]));

    [Fact]
    public void AddNoise_WithNoiseOfAnotherLength_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Create(SamplerKind.Ddim, new(), 4).AddNoise(0, new float[768], new float[767], new float[768]));

    private static Sampler Create(SamplerKind kind, ScheduleOptions options, int steps, int first = 0) =>
        DummyRun.Create(kind, options, new() { Steps = steps, FirstStep = first }, 768);

    private static float[] Noise(long seed)
    {
        var noise = new float[768];
        new TorchNoise(seed).Fill(noise);
        return noise;
    }

    /// <summary>Every combination of those that change this sampler's coefficients.</summary>
    private static IEnumerable<ScheduleOptions> AllOptions(SamplerKind kind)
    {
        var isMultistep = kind is SamplerKind.DpmPlusPlus2M or SamplerKind.DpmPlusPlus2MSde or SamplerKind.UniPc;
        return
            from prediction in Enum.GetValues<PredictionType>()
            from spacing in Enum.GetValues<TimestepSpacing>()
            from zero in (bool[])[false, true]
            from sigmas in isMultistep || kind is SamplerKind.Euler or SamplerKind.Heun ? Enum.GetValues<SigmaSpacing>() : [SigmaSpacing.Model]
            from last in isMultistep || kind is SamplerKind.Euler ? Enum.GetValues<FinalSigma>() : [FinalSigma.Zero]
            from solver in !isMultistep ? [SolverType.Midpoint] : kind is SamplerKind.UniPc ? [SolverType.Bh1, SolverType.Bh2] : (SolverType[])[SolverType.Midpoint, SolverType.Heun]
            select new ScheduleOptions
            {
                Prediction = prediction,
                Spacing = spacing,
                RescaleZeroSnr = zero,
                Sigmas = sigmas,
                FinalSigma = last,
                SolverType = solver,
                LowerOrderFinal = zero,
            };
    }
}
