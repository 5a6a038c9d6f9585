namespace LaionGrid.Datasets.Tables;

/// <summary>What one person thought of one picture: how they like it, or how broken it is.</summary>
public sealed record RatingRow : AnswerRow
{
    /// <summary>1 to 10; null when it is of how broken it is, or the rater could not judge.</summary>
    public int? Rating { get; init; }

    /// <summary>0 (flawless) to 5 (ruined); null when it is of how well they like it.</summary>
    public int? ArtifactSeverity { get; init; }
}
