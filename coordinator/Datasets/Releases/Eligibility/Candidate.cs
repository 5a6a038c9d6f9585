using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Checks;

namespace LaionGrid.Coordinator.Datasets.Releases.Eligibility;

/// <summary>What decides whether a picture is released.</summary>
internal sealed record Candidate
{
    public required JobId JobId { get; init; }

    /// <summary>Who asked for it: an account, or the mark of a visitor. Never leaves the coordinator.</summary>
    public required string Author { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public required Visibility Visibility { get; init; }

    public required PictureCheck Check { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>0 when it was not given.</summary>
    public required int Consent { get; init; }

    public required string BundleId { get; init; }

    /// <summary>How likely it is not safe for work, 0 to 1; null when nobody said.</summary>
    public double? Nsfw { get; init; }

    /// <summary>Whether it was withdrawn, or has a tombstone.</summary>
    public bool IsGone { get; init; }

    public required string Sha256 { get; init; }

    /// <summary>Perceptual hash; null when it is not known any more.</summary>
    public ulong? Hash { get; init; }
}
