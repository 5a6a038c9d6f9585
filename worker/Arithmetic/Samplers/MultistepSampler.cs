using LaionGrid.Arithmetic.Noise;
using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Arithmetic.Samplers;

/// <summary>
/// A multistep sampler on variance-preserving samples. Its levels are ratios k = σ/α, so that the exponentials of the papers are plain
/// ratios of k, and only the sizes h of steps in log-signal-to-noise need a logarithm.
/// </summary>
internal abstract class MultistepSampler(NoiseSchedule schedule, NoiseLevels levels, int length) : Sampler(schedule, levels.Timesteps, length)
{
    public override double InitialScale => 1;

    /// <summary>Where each step begins, and where the last ends.</summary>
    private protected ReadOnlySpan<double> Ratios => levels.Sigmas;

    private protected override (double Signal, double Noise) LevelOf(int evaluation)
    {
        var ratio = Ratios[evaluation];
        var signal = 1 / Math.Sqrt((ratio * ratio) + 1);
        return (signal, ratio * signal);
    }

    /// <summary>A step that ends without noise has no size, and one that leads nowhere the size 0: neither can be bent.</summary>
    private protected bool CanBend(int step) => Ratios[step + 1] > 0 && Ratios[step + 1] < Ratios[step];

    /// <summary>h of a step that can be bent.</summary>
    private protected double StepSize(int step) => ExactMath.Log(Ratios[step] / Ratios[step + 1]);
}
