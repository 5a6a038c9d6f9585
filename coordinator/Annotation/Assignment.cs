using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Annotation;

/// <summary>Where an assignment stands.</summary>
internal enum AssignmentState
{
    /// <summary>Given out; its lease may be over.</summary>
    Open,
    Answered,
    Skipped,
}

/// <summary>A task that was given to one person, who has a place for an answer until its lease ends.</summary>
internal sealed class Assignment
{
    public required AssignmentId Id { get; init; }

    public required TaskKind TaskKind { get; init; }

    public required int TaskVersion { get; init; }

    /// <inheritdoc cref="Answer.JobId"/>
    public required JobId JobId { get; init; }

    /// <inheritdoc cref="Answer.OtherJobId"/>
    public JobId? OtherJobId { get; init; }

    /// <summary>Null for a visitor without an account.</summary>
    public AccountId? RaterAccountId { get; init; }

    /// <inheritdoc cref="Answer.RaterMark"/>
    public required string RaterMark { get; init; }

    /// <summary>What is shown besides the pictures, as <see cref="Serving.ShownTask"/> in JSON: an answer is about this and nothing else.</summary>
    public required string Shown { get; init; }

    public required bool IsAuthor { get; init; }

    /// <summary>What is right, as canonical JSON, where it is known beforehand; null otherwise. Never told.</summary>
    public string? Gold { get; init; }

    /// <summary>The rater's own earlier answer that is asked for once more; null for a first one. Never told.</summary>
    public AnswerId? RepeatOf { get; init; }

    public required AssignmentState State { get; init; }

    public required DateTimeOffset AssignedAt { get; init; }

    /// <summary>Until when nobody else is given its place.</summary>
    public required DateTimeOffset LeasedUntil { get; init; }
}
