using LaionGrid.Arithmetic;
using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Verification.Audits;

namespace LaionGrid.Coordinator.Verification.Revealing;

/// <summary>What an attempt's trajectory must be, all of it from the job and the bundle and nothing from the worker.</summary>
/// <param name="HasSource">Whether it begins with the latent of a picture.</param>
/// <param name="Mask">What of each pixel of that picture is painted anew, 0 for nothing; null when all of it is made anew.</param>
internal sealed record TrajectoryTerms(Bundle Bundle, Replay Replay, IReadOnlyList<double> Timesteps, int Texts, int Length, bool HasSource, byte[]? Mask)
{
    public int Evaluations => Timesteps.Count;

    public long Bytes => Trajectory.BytesOf(Evaluations, Texts, Length, HasSource);

    /// <param name="mask">As <see cref="Mask"/>.</param>
    public static TrajectoryTerms Of(AuditedAttempt attempt, Bundle bundle, byte[]? mask)
    {
        var settings = attempt.Settings;
        var replay = new Replay(attempt.Seed, settings.Sampler.ToKind(), bundle.Schedule, settings.Steps, settings.Guidance)
        {
            Strength = settings.Strength,
            Anew = mask is null ? null : PaintMask.CellsOf(mask, settings.Width, bundle.Latent.CellPixels),
        };
        return new(bundle, replay, replay.Timesteps, bundle.Latent.TextsOf(settings.Guidance), bundle.Latent.LengthOf(settings.Width, settings.Height), settings.HasSource, mask);
    }

    /// <summary>Null when the bytes are too many or too few, or one of the numbers is none.</summary>
    public Trajectory? Read(ReadOnlySpan<byte> bytes) => Trajectory.Read(bytes, Evaluations, Texts, Length, HasSource);
}
