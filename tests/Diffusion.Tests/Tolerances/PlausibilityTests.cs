using LaionGrid.Arithmetic.Noise;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;
using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Arithmetic.Trajectories;

namespace LaionGrid.Diffusion.Tests.Tolerances;

public sealed class PlausibilityTests
{
    private const int Steps = 20;
    private const int Length = 64;

    private static readonly StepTraits Usual = new(3, 500, Norm: 1, Clean: 2.5, Cosine: 0.93);

    public static TheoryData<SamplerKind, PredictionType> Cases
    {
        get
        {
            var cases = new TheoryData<SamplerKind, PredictionType>();
            foreach (var sampler in Enum.GetValues<SamplerKind>())
            {
                foreach (var prediction in Enum.GetValues<PredictionType>())
                    cases.Add(sampler, prediction);
            }
            return cases;
        }
    }

    /// <summary>A network that knows the answer implies it at every evaluation, whatever the sampler's scale and the network's way of saying it.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Clean_OfANetworkThatKnowsTheAnswer_IsTheAnswer(SamplerKind kind, PredictionType prediction)
    {
        var schedule = new NoiseSchedule(new() { Prediction = prediction });
        var noise = new TorchNoise(5);
        var (clean, unit, sample, output, implied) = (new float[Length], new float[Length], new float[Length], new float[Length], new float[Length]);
        noise.Fill(clean);
        noise.Fill(unit);
        var sampler = Sampler.Create(kind, schedule, new() { Steps = Steps, FirstStep = 0 }, Length, noise);
        var zeros = new float[Length];
        var one = Enumerable.Repeat(1f, Length).ToArray();

        for (var evaluation = 0; evaluation < sampler.Timesteps.Count; evaluation++)
        {
            sampler.AddNoise(evaluation, clean, unit, sample);
            sampler.AddNoise(evaluation, one, zeros, output);
            var signal = output[0];
            sampler.AddNoise(evaluation, zeros, one, output);
            var scale = Math.Sqrt((signal * signal) + (output[0] * output[0]));
            var (alpha, sigma) = (signal / scale, output[0] / scale);
            for (var index = 0; index < Length; index++)
                output[index] = (float)(prediction switch { PredictionType.Epsilon => unit[index], PredictionType.Velocity => (alpha * unit[index]) - (sigma * clean[index]), _ => clean[index] });
            sampler.PredictClean(evaluation, sample, output, implied);
            Assert.All(Enumerable.Range(0, Length), index => Assert.Equal(clean[index], implied[index], 1e-3));
        }
    }

    [Fact]
    public void Judge_StepsWithinBounds_FindsNone() => Assert.Empty(Tables.BoundsOf(SamplerKind.Ddim, 4).Judge([Usual, Usual with { Norm = 1.14 }], Steps));

    [Theory]
    [InlineData(1.15, 2.5, 0.93, Oddities.Norm)]
    [InlineData(1, 3.01, 0.93, Oddities.Clean)]
    [InlineData(1, 2.5, 0.89, Oddities.Cosine)]
    [InlineData(1.2, 4, 0, Oddities.Norm | Oddities.Clean | Oddities.Cosine)]
    [InlineData(1, double.PositiveInfinity, double.NaN, Oddities.Clean | Oddities.Cosine)]
    public void Judge_AStepThatStandsOut_SaysInWhat(double norm, double clean, double cosine, Oddities why)
    {
        var odd = Usual with { Evaluation = 4, Norm = norm, Clean = clean, Cosine = cosine };

        Assert.Equal([new StandingOut(odd, why)], Tables.BoundsOf(SamplerKind.Ddim, 4).Judge([Usual, odd], Steps));
    }

    [Theory]
    [InlineData(SamplerKind.Ddim, 19)]
    [InlineData(SamplerKind.EulerAncestral, 20)]
    [InlineData(SamplerKind.DpmPlusPlus2MSde, 50)]
    [InlineData(SamplerKind.Lcm, 20)]
    public void Judge_WhereNeighboursDifferHonestly_IgnoresTheCosine(SamplerKind sampler, int steps) =>
        Assert.Empty(Tables.BoundsOf(sampler, 4).Judge([Usual with { Cosine = 0.2 }], steps));

    [Fact]
    public void Judge_OfAReplay_HasSeenEveryEvaluation()
    {
        var replay = new Replay(7, SamplerKind.Ddim, new NoiseSchedule(new()), Steps, 4);
        var trajectory = Noisy(Steps);
        trajectory.Record(8, 1, [.. Enumerable.Repeat(5f, Length)]);
        var recorder = new TraitsRecorder();
        var wide = Tables.BoundsOf(SamplerKind.Ddim, 4);
        var bounds = wide with { Bins = [.. wide.Bins.Select(bin => bin with { Norm = 10, Clean = 1e6, Cosine = -1 })] };

        replay.Run(trajectory, recorder.Observe);
        var found = bounds.Judge(recorder.Traits, Steps);

        Assert.Equal(Enumerable.Range(0, Steps), recorder.Traits.Select(one => one.Evaluation));
        Assert.Equal((8, Oddities.Norm), (Assert.Single(found).Step.Evaluation, found[0].Why));
        Assert.Equal(recorder.Traits[0].Timestep - (8 * 50), found[0].Step.Timestep);
    }

    private static Trajectory Noisy(int evaluations)
    {
        var (trajectory, noise, output) = (new Trajectory(evaluations, 2, Length), new TorchNoise(3), new float[Length]);
        noise.Fill(output);
        for (var evaluation = 0; evaluation < evaluations; evaluation++)
        {
            for (var text = 0; text < 2; text++)
                trajectory.Record(evaluation, text, [.. output]);
        }
        return trajectory;
    }
}
