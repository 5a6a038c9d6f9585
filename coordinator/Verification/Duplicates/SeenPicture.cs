using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Verification.Duplicates;

/// <summary>What later pictures are compared with. Its attempt's id says when it came.</summary>
internal sealed class SeenPicture
{
    public required AttemptId AttemptId { get; init; }

    public required WorkerId WorkerId { get; init; }

    /// <summary>See <see cref="DuplicatePolicy.WordsOf"/>.</summary>
    public required byte[] Words { get; init; }

    public required long Seed { get; init; }

    /// <summary>See <see cref="Leases.Fingerprint"/>.</summary>
    public required long Hash { get; init; }

    public required byte[] Thumbnail { get; init; }
}
