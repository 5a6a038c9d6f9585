using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Coordinator.Imaging;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Revealing;
using LaionGrid.Coordinator.Verification.Trusting;

namespace LaionGrid.Coordinator.Verification.Checking;

/// <summary>Holds a referee's outputs against those revealed, under the bundle's tolerance. Pure.</summary>
internal static class CompareAnswer
{
    /// <summary>One finding for each evaluation.</summary>
    /// <param name="claimed">Each evaluation that was asked for, alone.</param>
    /// <param name="answer">As many evaluations, in that order.</param>
    public static IReadOnlyList<AuditCheck> Outputs(AuditedAttempt attempt, TrajectoryTerms terms, IReadOnlyList<Trajectory> claimed, Trajectory answer, AttemptId recheck)
    {
        var precision = PrecisionPolicy.Named(terms.Bundle.Tolerance, attempt.Class);
        return attempt.Evaluations.Select((evaluation, index) =>
        {
            var (residual, timestep) = (Residuals.Between(claimed[index], 0, answer.At(index), attempt.Settings.Guidance), terms.Timesteps[evaluation]);
            return new AuditCheck
            {
                AttemptId = attempt.Id,
                RecheckId = recheck,
                Evaluation = evaluation,
                Raw = Math.Min(residual.Raw, double.MaxValue), // databases have no infinity in common
                RawBound = precision.RawTau(timestep),
                Guided = Math.Min(residual.Guided, double.MaxValue),
                GuidedBound = precision.GuidedTau(timestep, residual.Guidance),
                IsWithin = !precision.Exceeds(residual, timestep),
            };
        }).ToList();
    }

    /// <summary>The finding on the decoding.</summary>
    public static AuditCheck Picture(AuditedAttempt attempt, TrajectoryTerms terms, PngPicture picture, PngPicture decoded, AttemptId recheck)
    {
        var (likeness, leastDb) = (Math.Min(PictureComparison.PsnrDb(picture, decoded, terms.Mask), double.MaxValue), terms.Bundle.MinPsnrDb);
        return new()
        {
            AttemptId = attempt.Id,
            RecheckId = recheck,
            Evaluation = AuditCheck.Picture,
            Raw = likeness,
            RawBound = leastDb,
            Guided = 0,
            GuidedBound = 0,
            IsWithin = likeness >= leastDb,
        };
    }

    /// <summary>
    /// The finding on the encoding of the picture that the attempt's begins from. All else is replayed from it, so whoever may choose it freely has all the
    /// work done elsewhere: noise that leads into another picture's trajectory is the difference of two latents.
    /// </summary>
    /// <param name="claimed">The worker's latent.</param>
    /// <param name="answer">The referee's.</param>
    public static AuditCheck Source(AuditedAttempt attempt, TrajectoryTerms terms, float[] claimed, float[] answer, AttemptId recheck)
    {
        var (distance, most) = (Math.Min(Residuals.Between(claimed, answer), double.MaxValue), terms.Bundle.MaxEncodingResidual);
        return new()
        {
            AttemptId = attempt.Id,
            RecheckId = recheck,
            Evaluation = AuditCheck.Source,
            Raw = distance,
            RawBound = most,
            Guided = 0,
            GuidedBound = most,
            IsWithin = distance <= most,
        };
    }

    /// <summary>How many times its bound the worst of the outputs is; a wrong decoding counts as gross, for the latent was said to be right.</summary>
    public static double Worst(IReadOnlyList<AuditCheck> checks) => checks.Where(check => !check.IsWithin)
        .Max(check => check.Evaluation == AuditCheck.Picture ? double.MaxValue : Math.Max(check.Raw / check.RawBound, check.Guided / check.GuidedBound));
}
