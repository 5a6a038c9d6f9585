using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Moderation;
using LaionGrid.Coordinator.Moderation.Reports;

namespace LaionGrid.Coordinator.Annotation.Taking;

/// <summary>Tells moderators at once of what may not wait for a second voice, and has the picture withheld until they have looked.</summary>
internal sealed class ReportFlags(FileReport file)
{
    /// <returns>Why it was not told; then the answer must not be kept, or nobody would tell it again.</returns>
    public async Task<Refusal?> RunAsync(JobId job, TaskAnswer answer, Rater rater, Caller caller, CancellationToken cancellationToken)
    {
        foreach (var concern in Grave(answer))
        {
            var complaint = new Complaint(job, concern, "Flagged while judging pictures.", rater.Mark) { Withholds = true };
            if (await file.RunAsync(complaint, caller, cancellationToken) is FileReportOutcome.Refused refused)
                return refused.Refusal.Kind is RefusalKind.NotFound or RefusalKind.Gone ? AnnotationRefusals.Gone : refused.Refusal;
        }
        return null;
    }

    private static IEnumerable<Concern> Grave(TaskAnswer answer) => answer is not FlagsAnswer flags ? [] : flags.Flags.Distinct().Select(flag => flag switch
    {
        PictureFlag.MinorLooking => Concern.Minors,
        PictureFlag.PersonalData => Concern.PersonalData,
        _ => default(Concern?),
    }).OfType<Concern>();
}
