namespace LaionGrid.Web.Coordinator.Commons;

/// <summary>What people's answers about a picture come to. Null where there is nothing to tell.</summary>
/// <param name="RatingMean">Plain, 1 to 10.</param>
/// <param name="RatingWeighted">By what is known of the raters.</param>
/// <param name="RatingLow">Its lower bound.</param>
/// <param name="Score">By comparisons; 0 is the middle.</param>
/// <param name="ArtifactMean">0 (flawless) to 5 (ruined).</param>
/// <param name="AlignmentMean">1 to 5.</param>
public sealed record JudgementView(
    int Ratings, double? RatingMean, double? RatingWeighted, double? RatingLow, int Comparisons, double? Score, double? ScoreError, int Artifacts, double? ArtifactMean, int Matches, double? AlignmentMean)
{
    public IReadOnlyList<string> MissingWords { get; init; } = [];

    public IReadOnlyList<string> WrongWords { get; init; } = [];

    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>Such as "photo"; empty for none.</summary>
    public string Medium { get; init; } = "";

    /// <summary>Such as "animal"; empty for none.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Written by a person and found right by others; empty for none.</summary>
    public string Caption { get; init; } = "";

    public bool IsEmpty => Ratings + Comparisons + Artifacts + Matches == 0 && Flags.Count == 0 && Medium.Length + Subject.Length + Caption.Length == 0;
}
