namespace LaionGrid.Datasets.Tables;

/// <summary>
/// Somebody whose answers are in the release. Reliabilities are 0 to 1, rounded down to twentieths, and null for a task of which the release has none of theirs; they are found from all of a person's answers,
/// those whose right answer was known among them, which are not released.
/// </summary>
public sealed record RaterRow
{
    public required string Release { get; init; }

    /// <summary>As in the tables of answers.</summary>
    public required string RaterKey { get; init; }

    /// <summary>Of theirs in the release.</summary>
    public required int Answers { get; init; }

    /// <summary>For how long they have answered, from their first answer of all to the instant of the release: "&lt;1d", "1-6d", "7-29d", "30-364d" or "365d+".</summary>
    public required string TenureBucket { get; init; }

    /// <summary>Answers of theirs of all tasks, also about what is not in the release and known ones: "1-9", "10-99", "100-999", "1000-9999" or "10000+".</summary>
    public required string NBucket { get; init; }

    /// <summary>How they use the scale of 1 to 10, rounded to tenths: mean of their ratings. Null without any.</summary>
    public float? AestheticMean { get; init; }

    /// <summary>Standard deviation of them, likewise.</summary>
    public float? AestheticDeviation { get; init; }

    public float? ReliabilityAesthetic { get; init; }

    /// <summary>Of comparisons, and of choosing the best of one's own.</summary>
    public float? ReliabilityCompare { get; init; }

    public float? ReliabilityArtifacts { get; init; }

    public float? ReliabilityMatch { get; init; }

    public float? ReliabilityCaption { get; init; }

    public float? ReliabilityCaptionVote { get; init; }

    public float? ReliabilityFlags { get; init; }

    public float? ReliabilityTags { get; init; }
}
