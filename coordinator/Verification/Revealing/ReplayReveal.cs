using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Drawing;

namespace LaionGrid.Coordinator.Verification.Revealing;

/// <summary>What a replay shows of a trajectory.</summary>
internal abstract record ReplayOutcome
{
    /// <summary>It leads where it was said to. These evaluations are asked of a referee.</summary>
    /// <param name="Final">The latent that it leads to.</param>
    internal sealed record Consistent(IReadOnlyList<int> Evaluations, float[] Final) : ReplayOutcome;

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
        var (latent, odd) = Replay(attempt, terms, trajectory);
        if (!Commitment.Binds(attempt.Commitment, attempt.Id.Value.ToByteArray(bigEndian: true), latent, Convert.FromHexString(attempt.PictureSha256)))
            return new ReplayOutcome.Differs();
        var chosen = Lottery.Choose(ticket, attempt.Commitment, terms.Evaluations, attempt.Checks);
        return new ReplayOutcome.Consistent([.. chosen.Union(odd).Order()], latent);
    }

    /// <summary>A sampler that nobody measured shows nothing odd: then the lottery alone chooses.</summary>
    private static (float[] Latent, IEnumerable<int> Odd) Replay(AuditedAttempt attempt, TrajectoryTerms terms, Trajectory trajectory)
    {
        if (terms.Bundle.Tolerance.BoundsOf(terms.Replay.Sampler, attempt.Settings.Guidance) is not { } bounds)
            return (terms.Replay.Run(trajectory), []);
        var (latent, found) = bounds.Score(terms.Replay, trajectory);
        return (latent, found.Select(one => one.Step.Evaluation));
    }

    /// <summary>What the referee is to start from: the latent of each evaluation asked for, and the one that the trajectory ends at.</summary>
    public static (IReadOnlyList<float[]> Latents, float[] Final) Starts(AuditedAttempt attempt, TrajectoryTerms terms, Trajectory trajectory)
    {
        var latents = new List<float[]>();
        var final = terms.Replay.Run(trajectory, view =>
        {
            if (attempt.Evaluations.Contains(view.Evaluation))
                latents.Add(view.Latent.ToArray());
        });
        return (latents, final);
    }
}
