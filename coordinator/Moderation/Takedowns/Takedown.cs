using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Moderation.Takedowns;

/// <summary>What is left of a picture that was taken down: that it was, when and why. It says nothing of what it showed.</summary>
internal sealed class Takedown
{
    public required JobId JobId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Concern Reason { get; init; }

    /// <summary>Whose decision it was.</summary>
    public required AccountId AccountId { get; init; }

    /// <summary>Content address of the picture; empty when there was none yet.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Until then its bytes are kept, readable by nobody through the grid.</summary>
    public required DateTimeOffset HeldUntil { get; init; }

    /// <summary>When its bytes were given up to the sweep; null before.</summary>
    public DateTimeOffset? ErasedAt { get; init; }

    /// <summary>When it was put back on an appeal; null when it was not.</summary>
    public DateTimeOffset? RestoredAt { get; init; }
}
