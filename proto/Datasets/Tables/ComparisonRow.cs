namespace LaionGrid.Datasets.Tables;

/// <summary>Which of two pictures of one prompt somebody liked better. The names are Pick-a-Pic's where it has them.</summary>
public sealed record ComparisonRow
{
    public required string Release { get; init; }

    /// <summary>The answer. Choosing the best of a set gives a row for each other picture of it, all with this.</summary>
    public required string AnnotationUid { get; init; }

    /// <summary>"compare": two pictures were shown. "best_of": whoever asked for a set chose its best.</summary>
    public required string Task { get; init; }

    /// <summary>Of the task's wording: answers of different versions are not to be mixed.</summary>
    public required int TaskVersion { get; init; }

    public required string RequestUid { get; init; }

    public required string Prompt { get; init; }

    /// <summary>The one shown first; of a set the earlier.</summary>
    public required string Image0Uid { get; init; }

    public required string Image1Uid { get; init; }

    public required string Model0 { get; init; }

    public required string Model1 { get; init; }

    /// <summary>1 when the first was picked, 0.5 for a tie, 0 otherwise.</summary>
    public required float Label0 { get; init; }

    public required float Label1 { get; init; }

    /// <summary>Whether both were called bad; both labels are then 0.5.</summary>
    public required bool BothBad { get; init; }

    public required bool IsAuthor { get; init; }

    /// <summary>Whether it is the rater's second answer to the same.</summary>
    public required bool IsRepeat { get; init; }

    public string? RaterKey { get; init; }

    public required int MsSpent { get; init; }

    public required DateTimeOffset CreatedHour { get; init; }

    /// <summary>How far the rater's comparisons are trusted, 0 to 1: the reliability of the table "raters". Those below 0.2 are in no aggregate.</summary>
    public required float Weight { get; init; }
}
