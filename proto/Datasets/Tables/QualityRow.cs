namespace LaionGrid.Datasets.Tables;

/// <summary>How far people agreed about one task, over the answers in the release that count: no second answers, and none of whoever asked for the picture.</summary>
public sealed record QualityRow
{
    public required string Release { get; init; }

    /// <summary>"aesthetic", "compare", "best_of", "artifacts", "match", "caption", "caption_vote", "flags" or "tags".</summary>
    public required string Task { get; init; }

    public required int TaskVersion { get; init; }

    /// <summary>Whether aggregates are of this version's answers; of one task at most one is so.</summary>
    public required bool IsAggregated { get; init; }

    /// <summary>That count.</summary>
    public required int Answers { get; init; }

    /// <summary>Krippendorff's alpha, unweighted: 1 for full agreement, 0 for what chance would give. Null where nothing can be compared.</summary>
    public float? Alpha { get; init; }

    /// <summary>"interval" (the square of the difference) or "nominal" (the same or not).</summary>
    public required string Metric { get; init; }

    /// <summary>Items with at least two answers, on which alpha stands: pictures, pairs or captions.</summary>
    public required int Items { get; init; }

    /// <summary>People whose answers those are.</summary>
    public required int Raters { get; init; }

    /// <summary>Of "aesthetic": the mean of everybody's ratings that weighted means are put back on, rounded to tenths. Null otherwise.</summary>
    public float? Mean { get; init; }

    /// <summary>Standard deviation of them, likewise.</summary>
    public float? Deviation { get; init; }
}
