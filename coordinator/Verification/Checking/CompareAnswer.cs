using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Results;
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
    public static AuditCheck Picture(AuditedAttempt attempt, PngPicture picture, PngPicture decoded, double leastDb, AttemptId recheck)
    {
        var likeness = Math.Min(PictureComparison.PsnrDb(picture, decoded), double.MaxValue);
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

    /// <summary>How many times its bound the worst of the outputs is; a wrong decoding counts as gross, for the latent was said to be right.</summary>
    public static double Worst(IReadOnlyList<AuditCheck> checks) => checks.Where(check => !check.IsWithin)
        .Max(check => check.Evaluation == AuditCheck.Picture ? double.MaxValue : Math.Max(check.Raw / check.RawBound, check.Guided / check.GuidedBound));
}
