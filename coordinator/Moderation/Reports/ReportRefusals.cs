using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Moderation.Reports;

/// <summary>What can be said against a call about a report.</summary>
internal static class ReportRefusals
{
    public static Refusal Unknown { get; } = Refusal.NotFound("report.unknown", "There is no such report here. Check its address.");

    public static Refusal Decided { get; } = Refusal.Conflict("report.decided", "This report is decided already, by you or by another moderator. Open the queue again to see what waits.");

    public static Refusal Erased { get; } = Refusal.Conflict("picture.erased", "What was taken down is erased by now, so nothing is left to put back. Uphold the decision, and tell the owner to ask again.");

    public static Refusal NothingToContest { get; } = Refusal.Conflict("appeal.nothing", "This picture is shown, or an appeal about it was made before, and each decision can be appealed once.");

    public static Refusal NotOwner { get; } = new(RefusalKind.NotAllowed, "appeal.not_owner", "Only whoever asked for this picture can appeal. Sign in to that account.");
}
