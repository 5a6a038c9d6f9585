using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Verification.Audits;
using Sampler = LaionGrid.Coordinator.Models.Sampler;

namespace LaionGrid.Coordinator.Verification.Revealing;

/// <summary>What an attempt's trajectory must be, all of it from the job and the bundle and nothing from the worker.</summary>
internal sealed record TrajectoryTerms(Bundle Bundle, Replay Replay, IReadOnlyList<double> Timesteps, int Texts, int Length)
{
    public int Evaluations => Timesteps.Count;

    public long Bytes => Trajectory.BytesOf(Evaluations, Texts, Length);

    public static TrajectoryTerms Of(AuditedAttempt attempt, Bundle bundle)
    {
        var settings = attempt.Settings;
        var replay = new Replay(attempt.Seed, KindOf(settings.Sampler), bundle.Schedule, settings.Steps, settings.Guidance);
        return new(bundle, replay, replay.Timesteps, bundle.Latent.TextsOf(settings.Guidance), bundle.Latent.LengthOf(settings.Width, settings.Height));
    }

    /// <summary>Null when the bytes are too many or too few, or one of the numbers is none.</summary>
    public Trajectory? Read(ReadOnlySpan<byte> bytes) => Trajectory.Read(bytes, Evaluations, Texts, Length);

    private static SamplerKind KindOf(Sampler sampler) => sampler switch
    {
        Sampler.Ddim => SamplerKind.Ddim,
        Sampler.Euler => SamplerKind.Euler,
        Sampler.Dpmpp2M => SamplerKind.DpmPlusPlus2M,
        _ => throw new ArgumentOutOfRangeException(nameof(sampler), sampler, "A sampler that cannot be replayed."),
    };
}
