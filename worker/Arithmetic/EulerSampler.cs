namespace LaionGrid.Arithmetic;

/// <summary>Euler's method on the probability flow, without churn (Karras and others, 2022, algorithm 2).</summary>
internal sealed class EulerSampler : Sampler
{
    private readonly double[] _sigmas;

    public EulerSampler(NoiseSchedule schedule, SamplingPlan plan, int length)
        : base(schedule, schedule.Timesteps(plan.Steps, fractional: true)[plan.FirstStep..], length) =>
        _sigmas = [.. Timesteps.Select(schedule.Sigma), 0];

    public override double InitialScale =>
        Schedule.Options.Spacing == TimestepSpacing.Leading ? Math.Sqrt((_sigmas[0] * _sigmas[0]) + 1) : _sigmas[0];

    public override void ScaleInput(int step, ReadOnlySpan<float> sample, Span<float> scaled)
    {
        var scale = 1 / Math.Sqrt((_sigmas[step] * _sigmas[step]) + 1);
        for (var index = 0; index < sample.Length; index++)
            scaled[index] = (float)(sample[index] * scale);
    }

    private protected override void Take(int step, ReadOnlySpan<float> output, Span<float> sample)
    {
        var (sigma, next) = (_sigmas[step], _sigmas[step + 1]);
        var variance = (sigma * sigma) + 1;
        var isVelocity = Schedule.Options.Prediction == PredictionType.Velocity;
        for (var index = 0; index < sample.Length; index++)
        {
            double x = sample[index], y = output[index];
            var clean = isVelocity ? (x / variance) - (sigma / Math.Sqrt(variance) * y) : x - (sigma * y);
            CleanBuffer[index] = (float)clean;
            sample[index] = (float)(x + ((x - clean) / sigma * (next - sigma)));
        }
    }

    private protected override (double Signal, double Noise) LevelOf(int evaluation) => (1, _sigmas[evaluation]);
}
