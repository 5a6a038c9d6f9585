using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Models;

namespace LaionGrid.Coordinator.Datasets.Releases.Building;

/// <summary>All that a release says of a picture, as the grid has it.</summary>
internal sealed record ReleasedJob
{
    public required JobId JobId { get; init; }

    public required RequestId RequestId { get; init; }

    public required int Index { get; init; }

    public required long Seed { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>See <see cref="Authors"/>; empty for nobody in particular.</summary>
    public required string Author { get; init; }

    public required RenderSettings Settings { get; init; }

    public required JobId? RemixOf { get; init; }

    public required string Sha256 { get; init; }

    public required long PngBytes { get; init; }

    public required string Engine { get; init; }

    public required string Device { get; init; }

    public required DateTimeOffset? ClaimedAt { get; init; }

    public required DateTimeOffset? EndedAt { get; init; }

    public required Verdict Verdict { get; init; }

    public required PictureScores Scores { get; init; }

    public required long? Hash { get; init; }

    /// <summary>Where CLIP places it, a signed byte a dimension; null when nobody said.</summary>
    public required byte[]? Embedding { get; init; }
}
