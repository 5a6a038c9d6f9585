using LaionGrid.Web.Coordinator.Gallery;

namespace LaionGrid.Web.Coordinator.Desk;

/// <summary>What somebody objects to, and why a picture was taken down.</summary>
public enum Concern
{
    Minors,
    RealPerson,
    PersonalData,
    Illegal,
    Violence,
    Hate,
    Explicit,
    Copyright,
    Other,

    /// <summary>A prompt that was refused, wrongly as its asker thinks.</summary>
    RefusedPrompt,
}

/// <summary>Where a report stands.</summary>
public enum ReportState
{
    Open,
    Dismissed,
    Withheld,
    TakenDown,
    Appealed,
    Upheld,
    Overturned,
}

/// <summary>What a moderator decides.</summary>
public enum Decision
{
    Dismiss,
    Withhold,
    TakeDown,
}

/// <summary>A report as it stands. What moderators alone are told is empty for others.</summary>
public sealed record ReportView
{
    public required string Id { get; init; }

    /// <summary>Empty for a refused prompt.</summary>
    public required string JobId { get; init; }

    public required Concern Concern { get; init; }

    public required ReportState State { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Null before the decision.</summary>
    public required DateTimeOffset? DecidedAt { get; init; }

    /// <summary>The moderator's words; empty before the decision.</summary>
    public required string Why { get; init; }

    public required bool IsOverdue { get; init; }

    public required int Voices { get; init; }

    public required IReadOnlyList<string> Words { get; init; }

    public required string AppealWords { get; init; }

    /// <summary>Null when there is none to look at.</summary>
    public required PictureView? Picture { get; init; }

    public required AskerView? Asker { get; init; }
}

/// <summary>What is held against whoever asked for a picture.</summary>
/// <param name="Name">Empty for one without an account.</param>
public sealed record AskerView(string Name, int Warnings, DateTimeOffset? SuspendedUntil, int Takedowns);

/// <summary>What waits for moderators, due soonest first.</summary>
public sealed record ReportQueueView(IReadOnlyList<ReportView> Reports, int Waiting, int Overdue);

/// <summary>What was reported and decided in one month.</summary>
/// <param name="MedianDecision">Null when nothing was decided.</param>
public sealed record MonthView(
    DateOnly Month, int Reports, int Dismissed, int Waiting, TimeSpan? MedianDecision, int Appeals, int Overturned, IReadOnlyList<(Concern Reason, int Count)> Takedowns);

/// <summary>One line of the record of acts.</summary>
public sealed record ActView(string Id, DateTimeOffset At, string Account, string Role, string What, string Subject, string Why);

/// <summary>What the operator tells everybody.</summary>
public sealed record AnnouncementView(string Id, string Text, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>A picture that is gone.</summary>
public sealed record TakedownView(string JobId, DateTimeOffset At);

/// <summary>What became of a report or an appeal.</summary>
public abstract record ReportOutcome
{
    public sealed record Filed(ReportView Report) : ReportOutcome;

    public sealed record Refused(Refusal Refusal) : ReportOutcome;
}
