using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Annotation;

/// <summary>
/// One judgement as it was given. It never changes: what is thought of it later, and what it weighs, is derived. Only its payment moves on, and an account that is erased is taken out of it.
/// </summary>
internal sealed class Answer
{
    public required AnswerId Id { get; init; }

    /// <summary>The task that it answers; each is answered once.</summary>
    public required AssignmentId AssignmentId { get; init; }

    public required TaskKind TaskKind { get; init; }

    /// <summary>Of the task's wording and scale: answers of different versions are not to be mixed.</summary>
    public required int TaskVersion { get; init; }

    /// <summary>The picture; of a comparison the one shown first, of a set its first.</summary>
    public required JobId JobId { get; init; }

    /// <summary>Of a comparison the picture shown second; of a set its second. Null otherwise.</summary>
    public JobId? OtherJobId { get; init; }

    /// <summary>Null for a visitor without an account, and when the account was erased since.</summary>
    public AccountId? RaterAccountId { get; init; }

    /// <summary>Tells raters apart and nothing else: 16 hex digits, those of the queue's fair share, for accounts and visitors alike.</summary>
    public required string RaterMark { get; init; }

    /// <summary>The answer as canonical JSON: see the records in <c>Answers</c>.</summary>
    public required string Value { get; init; }

    /// <summary>Whether the rater had asked for the picture.</summary>
    public required bool IsAuthor { get; init; }

    /// <summary>Whether the right answer was known beforehand: it says something of the rater, and nothing of the picture.</summary>
    public required bool IsGold { get; init; }

    /// <summary>Null unless it is gold.</summary>
    public bool? GoldPassed { get; init; }

    /// <summary>The rater's own earlier answer to the same; null when it is a first one.</summary>
    public AnswerId? RepeatOf { get; init; }

    /// <summary>Milliseconds from the task's showing to its answer, as the client says, at most those since it was given out; those where the client says nothing. 0 to 600,000.</summary>
    public required int MsSpent { get; init; }

    /// <summary>Answers that the rater gave in the 24 hours before: 0 for the first. Of how fresh the eye was.</summary>
    public required int Position { get; init; }

    /// <summary>Where it was given: "flow", "waiting", "own" or "program".</summary>
    public required string Client { get; init; }

    public required DateTimeOffset AnsweredAt { get; init; }

    /// <summary>Priority that it earns, in MFLOP; 0 when it earns none.</summary>
    public required long RewardMflop { get; init; }

    /// <summary>How far the rater's own waiting picture came forward in its line instead, in MFLOP of its tag; 0 when none did.</summary>
    public long MovedMflop { get; init; }

    /// <summary>When the reward is posted at the latest; null when there is none to post.</summary>
    public DateTimeOffset? VestsAt { get; init; }

    /// <summary>When the reward was posted, or was found not to be due; null before.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Priority that was posted for it, in MFLOP; at most the reward.</summary>
    public long PaidMflop { get; init; }
}
