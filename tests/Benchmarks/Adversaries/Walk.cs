using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;
using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Benchmarks.Adversaries;

/// <summary>
/// A picture's way under claims that somebody makes up. The steps are taken as the coordinator will replay them, so that whatever is claimed, the exact checks agree:
/// that is the best a cheat can do about them.
/// </summary>
internal sealed class Walk
{
    private readonly Laboratory _laboratory;
    private readonly NoiseSchedule _schedule;
    private readonly LatentRun _run;
    private readonly List<int> _altered = [];

    public Walk(Laboratory laboratory, PictureOrder order)
    {
        (_laboratory, Order, _schedule) = (laboratory, order, laboratory.Referee.ReplayOf(order).Schedule);
        _run = Begin();
        Trajectory = new(_run.Sampler.Timesteps.Count, order.Guidance > 1 ? 2 : 1, Length);
    }

    public PictureOrder Order { get; }

    /// <summary>The claims so far.</summary>
    public Trajectory Trajectory { get; }

    public float[] Latent => _run.Latent;

    public int Evaluations => Trajectory.Evaluations;

    public Sampler Sampler => _run.Sampler;

    public double TimestepAt(int evaluation) => _run.Sampler.Timesteps[evaluation];

    /// <summary>Runs of the network for one text.</summary>
    public double Passes { get; set; }

    private int Length => 4 * (Order.Width / 8) * (Order.Height / 8);

    /// <summary>Asks a network about the latent that the claims have led to. Costs a pass a text.</summary>
    public Claim Ask(DiffusionPipeline network, int evaluation, PictureOrder? otherwise = null, float[]? latent = null)
    {
        var answer = network.Evaluate(otherwise ?? Order, evaluation, latent ?? Latent, CancellationToken.None);
        Passes += answer.Texts;
        return Claim.Of(answer, 0);
    }

    /// <summary>What was claimed before.</summary>
    public Claim At(int evaluation) => Claim.Of(Trajectory, evaluation);

    /// <summary>Claims, and takes the step.</summary>
    /// <param name="isHonest">That it is what the unaltered network answers.</param>
    public void Take(int evaluation, Claim claim, bool isHonest)
    {
        if (!isHonest)
            _altered.Add(evaluation);
        _run.Sampler.Step(evaluation, claim.Record(Trajectory, evaluation, Order.Guidance), Latent);
    }

    /// <summary>Where the next step would lead under an answer that is the same everywhere.</summary>
    public float[] Probe(int evaluation, float everywhere)
    {
        var run = Begin();
        for (var step = 0; step < evaluation; step++)
            run.Sampler.Step(step, At(step).Guided(Order.Guidance), run.Latent);
        run.Sampler.Step(evaluation, [.. Enumerable.Repeat(everywhere, Length)], run.Latent);
        return run.Latent;
    }

    /// <summary>The guided answer that leads the next step to a latent: steps are affine in it.</summary>
    public float[] Towards(int evaluation, float[] target)
    {
        var (rest, step) = (Probe(evaluation, 0), Probe(evaluation, 1));
        return [.. target.Select((value, index) => (value - rest[index]) / (step[index] - rest[index]))];
    }

    /// <summary>The latent as the network is shown it.</summary>
    public float[] Scaled(int evaluation)
    {
        var scaled = new float[Length];
        _run.Sampler.ScaleInput(evaluation, Latent, scaled);
        return scaled;
    }

    /// <summary>The answer that implies a clean latent.</summary>
    public float[] Implying(int evaluation, float[] clean)
    {
        var scaled = Scaled(evaluation);
        var sigma = _schedule.Sigma(TimestepAt(evaluation));
        var signal = 1 / Math.Sqrt((sigma * sigma) + 1);
        var noise = sigma * signal;
        return [.. scaled.Select((x, index) => (float)(_schedule.Options.Prediction switch
        {
            PredictionType.Epsilon => (x - (signal * clean[index])) / noise,
            PredictionType.Velocity => ((signal * x) - clean[index]) / noise,
            _ => clean[index],
        }))];
    }

    /// <summary>The clean latent that an answer implies.</summary>
    public float[] Implied(int evaluation, float[] guided)
    {
        var clean = new float[Length];
        _run.Sampler.PredictClean(evaluation, Latent, guided, clean);
        return clean;
    }

    /// <summary>Hands in, with the decoder's picture of where the claims led.</summary>
    public CheatOutcome Finish(double extraPasses = 0) => new(
        Trajectory, Latent, _laboratory.Referee.Decode(Order, Latent, CancellationToken.None), _altered, _laboratory.Compute.Saved(Order, Evaluations, Passes + extraPasses, decodes: 1));

    private LatentRun Begin() => new(Order.Seed, Order.Sampler, _schedule, new() { Steps = Order.Steps }, Length);
}
