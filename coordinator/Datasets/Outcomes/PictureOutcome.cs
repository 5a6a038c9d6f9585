using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Datasets.Outcomes;

/// <summary>What became of a picture after it was made.</summary>
/// <param name="Ratings">0 when nobody rated it.</param>
/// <param name="RatingMean">Plain, 1 to 10; null without ratings.</param>
/// <param name="Versions">Releases that hold it and are handed out, the newest first.</param>
internal sealed record PictureOutcome(JobId JobId, int Ratings, double? RatingMean, IReadOnlyList<string> Versions);
