namespace LaionGrid.Web.Coordinator.Commons;

/// <summary>What became of a picture after it was made.</summary>
/// <param name="RatingMean">1 to 10; null when nobody rated it.</param>
/// <param name="Versions">Releases that hold it, the newest first.</param>
public sealed record OutcomeView(int Ratings, double? RatingMean, IReadOnlyList<string> Versions);
