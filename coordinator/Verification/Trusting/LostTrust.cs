using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Verification.Trusting;

/// <summary>A <see cref="Trust"/> as it was before an attempt was rejected, for when that turns out to be wrong.</summary>
internal sealed class LostTrust
{
    public required AttemptId AttemptId { get; init; }

    public required WorkerId WorkerId { get; init; }

    public required string BundleId { get; init; }

    public required string Runtime { get; init; }

    public required double Passed { get; init; }

    public DateTimeOffset? PassedAt { get; init; }

    public required long Faults { get; init; }

    public DateTimeOffset? FaultAt { get; init; }
}
