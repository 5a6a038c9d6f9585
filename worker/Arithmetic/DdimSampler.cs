namespace LaionGrid.Arithmetic;

/// <summary>Denoising diffusion implicit model, η = 0 (Song, Meng and Ermon, 2021, formula 12).</summary>
internal sealed class DdimSampler(NoiseSchedule schedule, SamplingPlan plan, int length)
    : Sampler(schedule, schedule.Timesteps(plan.Steps, fractional: false)[plan.FirstStep..], length)
{
    private readonly int _stride = schedule.Options.TrainingSteps / plan.Steps;

    public override double InitialScale => 1;

    private protected override void Take(int step, ReadOnlySpan<float> output, Span<float> sample)
    {
        var timestep = (int)Timesteps[step];
        var (alpha, before) = (Schedule.AlphaCumulative(timestep), AlphaBefore(timestep));
        var (signal, noise) = (Math.Sqrt(alpha), Math.Sqrt(1 - alpha));
        var (signalBefore, noiseBefore) = (Math.Sqrt(before), Math.Sqrt(1 - before));
        var isVelocity = Schedule.Options.Prediction == PredictionType.Velocity;
        for (var index = 0; index < sample.Length; index++)
        {
            double x = sample[index], y = output[index];
            var clean = isVelocity ? (signal * x) - (noise * y) : (x - (noise * y)) / signal;
            var epsilon = isVelocity ? (signal * y) + (noise * x) : y;
            if (Schedule.Options.ClipSample)
                clean = Math.Clamp(clean, -1, 1);
            CleanBuffer[index] = (float)clean;
            sample[index] = (float)((signalBefore * clean) + (noiseBefore * epsilon));
        }
    }

    private protected override (double Signal, double Noise) LevelOf(int evaluation)
    {
        var alpha = Schedule.AlphaCumulative((int)Timesteps[evaluation]);
        return (Math.Sqrt(alpha), Math.Sqrt(1 - alpha));
    }

    private double AlphaBefore(int timestep)
    {
        var before = timestep - _stride;
        return before >= 0 ? Schedule.AlphaCumulative(before) : Schedule.Options.SetAlphaToOne ? 1 : Schedule.AlphaCumulative(0);
    }
}
