using LaionGrid.Arithmetic.Noise;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Arithmetic.Trajectories;

/// <summary>
/// One picture between noise and finished latent, with a generator and a sampler of its own: what it becomes does not depend on what is
/// rendered beside it. The generator gives the noise it begins with first, then what samplers add, in step order.
/// </summary>
public sealed class LatentRun
{
    private readonly float[] _noise;

    /// <summary>Begins from pure noise.</summary>
    /// <param name="seed">Its low 32 bits count.</param>
    /// <param name="length">Elements of the latent.</param>
    /// <exception cref="ArgumentOutOfRangeException">The sampler cannot take this plan.</exception>
    public LatentRun(long seed, SamplerKind sampler, NoiseSchedule schedule, SamplingPlan plan, int length)
    {
        var generator = new TorchNoise(seed);
        (_noise, Latent) = (new float[length], new float[length]);
        generator.Fill(_noise);
        Sampler = Sampler.Create(sampler, schedule, plan, length, generator);
        for (var index = 0; index < length; index++)
            Latent[index] = (float)(_noise[index] * Sampler.InitialScale);
    }

    public Sampler Sampler { get; }

    /// <summary>The unit noise it began with.</summary>
    public ReadOnlySpan<float> Noise => _noise;

    /// <summary>As far as the steps taken have brought it. [channels, height, width].</summary>
    public float[] Latent { get; }
}
