using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Arithmetic.Samplers;

/// <summary>A sampler that steps between training steps, where a sample is √ā clean + √(1-ā) noise.</summary>
internal abstract class AlphaSampler(NoiseSchedule schedule, double[] timesteps, int length) : Sampler(schedule, timesteps, length)
{
    public override double InitialScale => 1;

    private protected override (double Signal, double Noise) LevelOf(int evaluation) => Split(Schedule.AlphaCumulative((int)Timesteps[evaluation]));

    private protected static (double Signal, double Noise) Split(double alpha) => (Math.Sqrt(alpha), Math.Sqrt(1 - alpha));

    /// <summary>ā where a step ends that leads to this timestep; below step 0 there is no noise, or that of step 0.</summary>
    private protected double AlphaAt(int timestep) =>
        timestep >= 0 ? Schedule.AlphaCumulative(timestep) : Schedule.Options.SetAlphaToOne ? 1 : Schedule.AlphaCumulative(0);
}
