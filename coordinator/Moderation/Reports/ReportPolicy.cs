namespace LaionGrid.Coordinator.Moderation.Reports;

/// <summary>How soon a concern is to be decided, and what happens before it is. Pure.</summary>
internal static class ReportPolicy
{
    public static readonly TimeSpan Soon = TimeSpan.FromHours(24);
    public static readonly TimeSpan Later = TimeSpan.FromHours(72);

    public static TimeSpan Within(Concern concern) =>
        concern is Concern.Minors or Concern.RealPerson or Concern.PersonalData or Concern.Illegal ? Soon : Later;

    /// <summary>Whether one report alone keeps the picture from everybody until a moderator has looked.</summary>
    public static bool WithholdsAtOnce(Concern concern) => concern == Concern.Minors;
}
