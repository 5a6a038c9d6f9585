using LaionGrid.Coordinator.Verification.Audits;

namespace LaionGrid.Coordinator.Verification.Trusting;

/// <summary>Which volunteers may check, and which of them were wrong. Pure.</summary>
internal static class VolunteerPolicy
{
    /// <param name="passed">Audits passed that still count.</param>
    /// <param name="lastFault">Of the worker, with whatever bundle; null when it has none.</param>
    public static bool IsProven(double passed, DateTimeOffset? lastFault, DateTimeOffset now, VerificationOptions options) =>
        Math.Round(passed, MidpointRounding.AwayFromZero) >= options.VolunteerAudits && !(lastFault is { } fault && now - fault < TimeSpan.FromDays(options.VolunteerCleanDays));

    /// <summary>
    /// Whether the volunteer's own outputs must be far from the referee's. Both are known only by their distance from what was claimed; by the triangle
    /// inequality they are apart from each other at least as far as these distances differ. A volunteer whose card rounds otherwise, and that so finds a
    /// fault just beyond the tolerance where the referee finds none, is not wrong by that.
    /// </summary>
    public static bool IsWrong(IReadOnlyList<AuditCheck> volunteers, IReadOnlyList<AuditCheck> referees, VerificationOptions options) => volunteers.Join(
        referees, one => one.Evaluation, other => other.Evaluation,
        (one, other) => one.Evaluation == AuditCheck.Picture
            ? Math.Abs(DistanceOf(one.Raw) - DistanceOf(other.Raw)) > DistanceOf(other.RawBound)
            : Math.Abs(one.Raw - other.Raw) > options.GrossTimes * other.RawBound).Any(isWrong => isWrong);

    /// <summary>Of two pictures, root mean square over the peak value, from their likeness in dB.</summary>
    private static double DistanceOf(double likenessDb) => Math.Pow(10, -likenessDb / 20);
}
