using LaionGrid.Arithmetic.Noise;
using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Arithmetic.Samplers;

/// <summary>
/// Latent consistency sampling (Luo and others, 2023): each step guesses the clean sample and, but for the last, adds
/// fresh noise down to the next level. Its timesteps are some of those the model was distilled on.
/// </summary>
internal sealed class LcmSampler(NoiseSchedule schedule, SamplingPlan plan, int length, TorchNoise stream)
    : AlphaSampler(schedule, Pick(schedule.Options, plan.Steps)[plan.FirstStep..], length)
{
    /// <summary>Of the data, as the boundary condition of consistency models supposes it: σ = 0.5.</summary>
    private const double DataVariance = 0.5 * 0.5;

    private readonly float[] _fresh = new float[length];

    private protected override void Take(int evaluation, ReadOnlySpan<float> output, Span<float> sample)
    {
        var isLast = evaluation == Timesteps.Count - 1;
        var (signal, noise) = LevelOf(evaluation);
        var (signalNext, noiseNext) = isLast ? (1, 0) : LevelOf(evaluation + 1);
        var (keep, trust) = Boundary(Timesteps[evaluation] * Schedule.Options.TimestepScaling);
        if (!isLast)
            stream.Fill(_fresh);
        var prediction = Schedule.Options.Prediction;
        for (var index = 0; index < sample.Length; index++)
        {
            double x = sample[index];
            var clean = (trust * Clip(prediction.Clean(x, output[index], signal, noise))) + (keep * x);
            CleanBuffer[index] = (float)clean;
            sample[index] = (float)((signalNext * clean) + (noiseNext * _fresh[index]));
        }
    }

    /// <summary>How much of the sample is kept and how far the guess is trusted; at timestep 0 the sample is the answer.</summary>
    private static (double Keep, double Trust) Boundary(double time)
    {
        var total = (time * time) + DataVariance;
        return (DataVariance / total, time / Math.Sqrt(total));
    }

    private static double[] Pick(ScheduleOptions options, int steps)
    {
        var original = options.OriginalInferenceSteps;
        if (steps > original)
            throw new ArgumentOutOfRangeException(nameof(steps), steps, $"LCM takes 1 to {original} steps, those it was distilled on.");
        var (stride, pace) = (options.TrainingSteps / original, (double)original / steps); // not in whole numbers: as diffusers rounds
        return [.. Enumerable.Range(0, steps).Select(index => ((original - Math.Floor(index * pace)) * stride) - 1)];
    }
}
