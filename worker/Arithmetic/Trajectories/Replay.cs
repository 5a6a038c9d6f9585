using LaionGrid.Arithmetic.Noise;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Arithmetic.Trajectories;

/// <summary>Sees each evaluation of a replay before its step is taken.</summary>
public delegate void ReplayObserver(ReplayView view);

/// <summary>One evaluation. Valid during the call only.</summary>
/// <param name="timestep">At which the network was asked.</param>
/// <param name="latent">What the network was asked about, before the sampler scales it.</param>
/// <param name="guided">What the trajectory says it answered, guided.</param>
/// <param name="clean">The clean latent that this answer alone implies, whatever the sampler makes of it.</param>
public readonly ref struct ReplayView(int evaluation, double timestep, ReadOnlySpan<float> latent, ReadOnlySpan<float> guided, ReadOnlySpan<float> clean)
{
    public int Evaluation { get; } = evaluation;

    public double Timestep { get; } = timestep;

    public ReadOnlySpan<float> Latent { get; } = latent;

    public ReadOnlySpan<float> Guided { get; } = guided;

    public ReadOnlySpan<float> Clean { get; } = clean;
}

/// <summary>
/// Goes a trajectory's way again without its network: seed, noise, guidance and every step are done anew, and only what the network is
/// said to have answered is believed. So is the latent of the picture that it begins from, if it begins from one.
/// </summary>
/// <param name="Seed">Its low 32 bits count.</param>
/// <param name="Guidance">Counts only for trajectories of two texts.</param>
public sealed record Replay(long Seed, SamplerKind Sampler, NoiseSchedule Schedule, int Steps, float Guidance)
{
    /// <summary>How much of a picture is made anew; 1 also for one from noise.</summary>
    public double Strength { get; init; } = 1;

    /// <inheritdoc cref="SourceLatent.Anew"/>
    public float[]? Anew { get; init; }

    /// <summary>The timestep of each evaluation that these steps take.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The sampler cannot take so many steps.</exception>
    public IReadOnlyList<double> Timesteps => Samplers.Sampler.Create(Sampler, Schedule, Plan, length: 0, new TorchNoise(Seed)).Timesteps;

    private SamplingPlan Plan => SamplingPlan.Of(Steps, Strength);

    /// <summary>The latent that the trajectory ends at, bit for bit the worker's if it is honest.</summary>
    /// <param name="observer">Null when nobody looks.</param>
    /// <exception cref="ArgumentException">The trajectory has another number of evaluations than these steps take.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The sampler cannot take so many steps.</exception>
    public float[] Run(Trajectory trajectory, ReplayObserver? observer = null)
    {
        var run = new LatentRun(Seed, Sampler, Schedule, Plan, trajectory.Length, SourceOf(trajectory));
        if (run.Sampler.Timesteps.Count != trajectory.Evaluations)
            throw new ArgumentException($"{Steps} steps of {Sampler} take {run.Sampler.Timesteps.Count} evaluations, not {trajectory.Evaluations}.", nameof(trajectory));
        var (guided, conditional, clean) = (new float[trajectory.Length], new float[trajectory.Length], new float[observer is null ? 0 : trajectory.Length]);
        for (var evaluation = 0; evaluation < trajectory.Evaluations; evaluation++)
        {
            trajectory.CopyTo(evaluation, 0, guided);
            if (trajectory.Texts > 1)
            {
                trajectory.CopyTo(evaluation, 1, conditional);
                Arithmetic.Guidance.Apply(guided, conditional, Guidance, guided);
            }
            if (observer is not null)
            {
                run.Sampler.PredictClean(evaluation, run.Latent, guided, clean);
                observer(new(evaluation, run.Sampler.Timesteps[evaluation], run.Latent, guided, clean));
            }
            run.Step(evaluation, guided);
        }
        return run.Latent;
    }

    private SourceLatent? SourceOf(Trajectory trajectory) => trajectory.HasSource ? new(trajectory.ReadSource(), Anew) : null;
}
