using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Drawing;

namespace LaionGrid.Coordinator.Verification.Revealing;

/// <summary>What a replay shows of a trajectory.</summary>
internal abstract record ReplayOutcome
{
    /// <summary>It leads where it was said to. This is asked of a referee.</summary>
    internal sealed record Consistent(Question Question) : ReplayOutcome;

    /// <summary>It ends at another latent than the one committed to.</summary>
    internal sealed record Differs : ReplayOutcome;
}

/// <summary>
/// Replays a revealed trajectory: seed, noise, guidance, schedule and every link between steps are exact for all steps at once. Sampling single
/// steps would not do: one that jumps into another picture's trajectory hides among nineteen honest ones. So every step that stands out is asked
/// about, beside those that the lottery chose. Pure.
/// </summary>
internal static class ReplayReveal
{
    /// <param name="ticket">Of the attempt.</param>
    public static ReplayOutcome Run(AuditedAttempt attempt, TrajectoryTerms terms, Trajectory trajectory, ReadOnlySpan<byte> ticket)
    {
        var recorder = new TraitsRecorder();
        var (latents, final) = Follow(terms, trajectory, recorder.Observe);
        if (!Commitment.Binds(attempt.Commitment, attempt.Id.Value.ToByteArray(bigEndian: true), final, Convert.FromHexString(attempt.PictureSha256)))
            return new ReplayOutcome.Differs();
        var chosen = Lottery.Choose(ticket, attempt.Commitment, terms.Evaluations, attempt.Checks);
        return new ReplayOutcome.Consistent(Question.Of([.. chosen.Union(OddOf(attempt, terms, recorder.Traits)).Order()], latents, final, trajectory));
    }

    /// <summary>What is asked of a referee, once that is known.</summary>
    public static Question QuestionOf(AuditedAttempt attempt, TrajectoryTerms terms, Trajectory trajectory)
    {
        var (latents, final) = Follow(terms, trajectory, null);
        return Question.Of(attempt.Evaluations, latents, final, trajectory);
    }

    /// <summary>A sampler that nobody measured shows nothing odd: then the lottery alone chooses.</summary>
    private static IEnumerable<int> OddOf(AuditedAttempt attempt, TrajectoryTerms terms, IReadOnlyList<StepTraits> traits) =>
        terms.Bundle.Tolerance.BoundsOf(terms.Replay.Sampler, attempt.Settings.Guidance) is { } bounds ? bounds.Judge(traits, terms.Replay.Steps).Select(one => one.Step.Evaluation) : [];

    /// <returns>The latent of every evaluation, and the one that the trajectory ends at.</returns>
    private static (List<float[]> Latents, float[] Final) Follow(TrajectoryTerms terms, Trajectory trajectory, ReplayObserver? observer)
    {
        var latents = new List<float[]>(terms.Evaluations);
        var final = terms.Replay.Run(trajectory, view =>
        {
            latents.Add(view.Latent.ToArray());
            observer?.Invoke(view);
        });
        return (latents, final);
    }
}
