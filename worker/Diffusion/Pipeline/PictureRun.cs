using LaionGrid.Arithmetic.Noise;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>
/// One picture between noise and finished latent, with a generator and a sampler of its own: what it becomes does not depend on what is
/// rendered beside it. The generator gives the noise it begins with first, then what samplers add, in step order.
/// </summary>
internal sealed class PictureRun
{
    private readonly float[] _noise;
    private readonly float[] _kept;
    private readonly SourceLatents? _source;

    private PictureRun(long seed, PictureOrder order, NoiseSchedule schedule, SourceLatents? source, int length)
    {
        (Seed, _source) = (seed, source);
        var generator = new TorchNoise(seed);
        (_noise, _kept, Latent) = (new float[length], source?.Mask is null ? [] : new float[length], new float[length]);
        generator.Fill(_noise);
        var strength = source?.Clean is null ? 1 : order.Source?.Strength ?? 1;
        var plan = new SamplingPlan { Steps = order.Steps, FirstStep = order.Steps - Math.Min((int)(order.Steps * strength), order.Steps) };
        Sampler = Sampler.Create(order.Sampler, schedule, plan, length, generator);
        Begin(isFromNoise: strength >= 1);
    }

    /// <summary>0 to 4,294,967,295.</summary>
    public long Seed { get; }

    public Sampler Sampler { get; }

    /// <summary>[channels, height, width].</summary>
    public float[] Latent { get; }

    /// <param name="first">The first picture's number in the order.</param>
    /// <exception cref="OrderException">The sampler cannot take so many steps.</exception>
    public static PictureRun[] Of(PictureOrder order, int first, int count, NoiseSchedule schedule, SourceLatents? source, int length)
    {
        try
        {
            return [.. Enumerable.Range(first, count).Select(number => new PictureRun((uint)(order.Seed + number), order, schedule, source, length))];
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw new OrderException($"{order.Sampler} cannot take {order.Steps} steps with this model's schedule: {error.Message}");
        }
    }

    /// <param name="output">The network's (guided) output.</param>
    public void Step(int evaluation, ReadOnlySpan<float> output)
    {
        Sampler.Step(evaluation, output, Latent);
        if (_source is not { Clean: { } clean, Mask: not null })
            return;
        Sampler.AddNoise(evaluation + 1, clean, _noise, _kept);
        _source.Keep(_kept, Latent);
    }

    private void Begin(bool isFromNoise)
    {
        if (!isFromNoise && _source?.Clean is { } clean)
        {
            Sampler.AddNoise(0, clean, _noise, Latent);
            return;
        }
        for (var index = 0; index < Latent.Length; index++)
            Latent[index] = (float)(_noise[index] * Sampler.InitialScale);
    }
}
