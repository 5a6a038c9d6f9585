using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Verification.Trusting;

/// <summary>A gross fault that stands against an owner.</summary>
internal sealed class GrossFault
{
    /// <summary>The attempt, or the recheck of a volunteer that checked wrongly.</summary>
    public required AttemptId AttemptId { get; init; }

    public required AccountId AccountId { get; init; }

    public required WorkerId WorkerId { get; init; }

    public required DateTimeOffset At { get; init; }
}
