using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;
using LaionGrid.Arithmetic.Trajectories;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>One picture of an order on its way, from noise or from a picture, and the trajectory it leaves.</summary>
internal sealed class PictureRun
{
    private readonly LatentRun _run;

    private PictureRun(long seed, PictureOrder order, NoiseSchedule schedule, int texts, SourceLatents? source, int length)
    {
        Seed = seed;
        _run = new LatentRun(seed, order.Sampler, schedule, PlanOf(order), length, source?.Clean is { } clean ? new(clean, source.Mask) : null);
        Trajectory = new Trajectory(Sampler.Timesteps.Count, texts, length, hasSource: source?.Clean is not null);
        if (Trajectory.HasSource)
            Trajectory.RecordSource(source?.Clean);
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
    public void Step(int evaluation, ReadOnlySpan<float> output) => _run.Step(evaluation, output);

    /// <summary>Which of an order's steps are taken.</summary>
    public static SamplingPlan PlanOf(PictureOrder order) => SamplingPlan.Of(order.Steps, order.Source?.Strength ?? 1);
}
