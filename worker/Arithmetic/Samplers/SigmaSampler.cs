using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Arithmetic.Samplers;

/// <summary>A sampler that steps between noise levels σ, where a sample is clean + σ noise and the network is shown it at unit variance.</summary>
internal abstract class SigmaSampler(NoiseSchedule schedule, NoiseLevels levels, int length) : Sampler(schedule, levels.Timesteps, length)
{
    public override double InitialScale =>
        Schedule.Options.Spacing == TimestepSpacing.Leading ? Math.Sqrt((Sigmas[0] * Sigmas[0]) + 1) : Sigmas[0];

    /// <summary>Where each evaluation begins, and where the last ends.</summary>
    private protected ReadOnlySpan<double> Sigmas => levels.Sigmas;

    public override void ScaleInput(int evaluation, ReadOnlySpan<float> sample, Span<float> scaled)
    {
        var scale = 1 / Math.Sqrt((Sigmas[evaluation] * Sigmas[evaluation]) + 1);
        for (var index = 0; index < sample.Length; index++)
            scaled[index] = (float)(sample[index] * scale);
    }

    private protected override (double Signal, double Noise) LevelOf(int evaluation) => (1, Sigmas[evaluation]);
}
