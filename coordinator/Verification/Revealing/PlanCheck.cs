using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Checking;
using LaionGrid.Coordinator.Verification.Drawing;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Revealing;

/// <summary>What a trajectory that holds is to be checked by.</summary>
/// <param name="Decodes">Whether the picture is decoded again too.</param>
/// <param name="IsForVolunteers">Whether the lots leave it to them.</param>
internal sealed record PlannedCheck(Question Question, bool Decodes, bool IsForVolunteers);

/// <summary>Replays a trajectory, and says what is asked about it, and of whom.</summary>
internal sealed partial class PlanCheck(RevealStore reveals, VerificationSecret secret, IOptions<VerificationOptions> options, ILogger<PlanCheck> logger)
{
    /// <returns>Null when the trajectory does not lead where it was said to.</returns>
    public async Task<PlannedCheck?> RunAsync(AuditedAttempt attempt, TrajectoryTerms terms, Trajectory trajectory, CancellationToken cancellationToken)
    {
        var ticket = Lottery.Ticket(secret.Bytes, attempt.Id);
        if (ReplayReveal.Run(attempt, terms, trajectory, ticket) is not ReplayOutcome.Consistent { Question: var question })
            return null;
        if (await HasChangedWhatStaysAsync(attempt, terms, cancellationToken))
            return null;
        return new(
            question, attempt.Decodes || await IsUnlikeAsync(attempt, terms, question.Final, cancellationToken), Lottery.IsForVolunteers(ticket, attempt.Commitment, options.Value.VolunteerShare));
    }

    /// <summary>Where the mask is dark the source stays as it is, to the bit: that needs no referee.</summary>
    private async Task<bool> HasChangedWhatStaysAsync(AuditedAttempt attempt, TrajectoryTerms terms, CancellationToken cancellationToken) =>
        terms.Mask is { } mask && await reveals.FindPictureAsync(attempt, cancellationToken) is { } picture // as below
        && !PictureComparison.AreEqualWhereDark(mask, await reveals.SourceOfAsync(attempt, cancellationToken), picture);

    /// <summary>Whether the picture looks so unlike its latent that the decoding is done again, whatever was drawn. It proves nothing: a preview is rough.</summary>
    private async Task<bool> IsUnlikeAsync(AuditedAttempt attempt, TrajectoryTerms terms, float[] final, CancellationToken cancellationToken)
    {
        if (terms.Bundle.Preview is null || await reveals.FindPictureAsync(attempt, cancellationToken) is not { } picture) // one that is gone is no fault of the worker's
            return false;
        if (PreviewComparison.Correlation(terms.Bundle, final, picture) is not { } likeness || likeness >= options.Value.PreviewCorrelation)
            return false;
        LogUnlike(attempt.Id, likeness);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The picture of attempt {Attempt} is like the preview of its latent by {Likeness} only: a referee decodes it too.")]
    private partial void LogUnlike(AttemptId attempt, double likeness);
}
