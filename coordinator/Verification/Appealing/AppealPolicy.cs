using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Verification.Audits;

namespace LaionGrid.Coordinator.Verification.Appealing;

/// <summary>Which verdicts another referee may be asked about. Pure.</summary>
internal static class AppealPolicy
{
    /// <summary>Null when the first appeal is taken; otherwise why not.</summary>
    /// <param name="audit">Of the attempt; null when it was never drawn.</param>
    public static Refusal? Check(Audit? audit, DateTimeOffset now, VerificationOptions options) => audit switch
    {
        { Outcome: AuditOutcome.Withheld } => Withheld,
        { Outcome: AuditOutcome.ReplayDiffers } => Exact,
        { Outcome: AuditOutcome.ChecksDiffer, EndedAt: { } at, RevealSha256.Length: > 0 } when now - at < TimeSpan.FromHours(options.KeepRevealsHours) => null,
        { Outcome: AuditOutcome.ChecksDiffer } => Refusal.Conflict("appeal.late", $"An appeal is made within {options.KeepRevealsHours:0.#} hours of the verdict, while the trajectory is kept. This verdict is final."),
        _ => NotRejected,
    };

    private static Refusal NotRejected { get; } = Refusal.Conflict("appeal.not_rejected", "No referee found a fault with this attempt, or it is not judged yet: there is nothing to appeal against.");

    private static Refusal Withheld { get; } =
        Refusal.Conflict("appeal.withheld", "The trajectory did not come in time, so there is nothing that a referee could look at. Keep the worker running and connected for some minutes after a picture.");

    private static Refusal Exact { get; } =
        Refusal.Conflict("appeal.exact", "The trajectory does not lead to the picture that it was committed with. That is exact arithmetic, the same on every machine: no referee could find otherwise.");
}
