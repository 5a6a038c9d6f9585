using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;
using LaionGrid.Arithmetic.Trajectories;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>One picture of an order on its way, from noise or from a picture, and the trajectory it leaves.</summary>
internal sealed class PictureRun
{
    private readonly float[] _kept;
    private readonly LatentRun _run;
    private readonly SourceLatents? _source;

    private PictureRun(long seed, PictureOrder order, NoiseSchedule schedule, int texts, SourceLatents? source, int length)
    {
        (Seed, _source, _kept) = (seed, source, source?.Mask is null ? [] : new float[length]);
        var strength = source?.Clean is null ? 1 : order.Source?.Strength ?? 1;
        var plan = new SamplingPlan { Steps = order.Steps, FirstStep = order.Steps - Math.Min((int)(order.Steps * strength), order.Steps) };
        _run = new LatentRun(seed, order.Sampler, schedule, plan, length);
        Trajectory = new Trajectory(Sampler.Timesteps.Count, texts, length);
        if (strength < 1 && source?.Clean is { } clean)
            Sampler.AddNoise(0, clean, _run.Noise, Latent);
    }

    /// <summary>0 to 4,294,967,295.</summary>
    public long Seed { get; }

    public Sampler Sampler => _run.Sampler;

    /// <summary>[channels, height, width].</summary>
    public float[] Latent => _run.Latent;

    public Trajectory Trajectory { get; }

    /// <param name="first">The first picture's number in the order.</param>
    /// <param name="texts">That the network is asked under: 2 when guided.</param>
    /// <exception cref="OrderException">The sampler cannot take so many steps.</exception>
    public static PictureRun[] Of(PictureOrder order, int first, int count, NoiseSchedule schedule, int texts, SourceLatents? source, int length)
    {
        try
        {
            return [.. Enumerable.Range(first, count).Select(number => new PictureRun((uint)(order.Seed + number), order, schedule, texts, source, length))];
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
        Sampler.AddNoise(evaluation + 1, clean, _run.Noise, _kept);
        _source.Keep(_kept, Latent);
    }
}
