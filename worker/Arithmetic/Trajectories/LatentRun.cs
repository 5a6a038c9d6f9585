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
    private readonly float[] _kept;
    private readonly SourceLatent? _source;

    /// <summary>Begins from noise, or from a picture that noise was added to.</summary>
    /// <param name="seed">Its low 32 bits count.</param>
    /// <param name="length">Elements of the latent.</param>
    /// <param name="source">Null to begin from noise.</param>
    /// <exception cref="ArgumentOutOfRangeException">The sampler cannot take this plan.</exception>
    public LatentRun(long seed, SamplerKind sampler, NoiseSchedule schedule, SamplingPlan plan, int length, SourceLatent? source = null)
    {
        (_source, _kept) = (source, new float[source?.Anew is null ? 0 : length]);
        var generator = new TorchNoise(seed);
        (_noise, Latent) = (new float[length], new float[length]);
        generator.Fill(_noise);
        Sampler = Sampler.Create(sampler, schedule, plan, length, generator);
        for (var index = 0; index < length; index++)
            Latent[index] = (float)(_noise[index] * Sampler.InitialScale);
        if (source is not null && plan.FirstStep > 0)
            Sampler.AddNoise(0, source.Clean, _noise, Latent);
    }

    public Sampler Sampler { get; }

    /// <summary>The unit noise it began with.</summary>
    public ReadOnlySpan<float> Noise => _noise;

    /// <summary>As far as the steps taken have brought it. [channels, height, width].</summary>
    public float[] Latent { get; }

    /// <summary>Takes an evaluation's step; what is to stay as it was is put back at the noise level that comes then.</summary>
    /// <param name="output">The network's (guided) output.</param>
    public void Step(int evaluation, ReadOnlySpan<float> output)
    {
        Sampler.Step(evaluation, output, Latent);
        if (_source?.Anew is not { } anew)
            return;
        Sampler.AddNoise(evaluation + 1, _source.Clean, _noise, _kept);
        for (var index = 0; index < _kept.Length; index++)
        {
            if (anew[index % anew.Length] == 0)
                Latent[index] = _kept[index];
        }
    }
}
