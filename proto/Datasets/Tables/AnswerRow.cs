namespace LaionGrid.Datasets.Tables;

/// <summary>What every row of one person's answer about one picture says of it, whatever was asked. Whoever makes one sets all of it.</summary>
public abstract record AnswerRow
{
    public string Release { get; init; } = "";

    /// <summary>The answer; one that gives several rows has it in each.</summary>
    public string AnnotationUid { get; init; } = "";

    public string ImageUid { get; init; } = "";

    /// <summary>As user_key of the images: fits this release alone.</summary>
    public string? RaterKey { get; init; }

    /// <summary>Of the task's wording and scale: answers of different versions are not to be mixed.</summary>
    public int TaskVersion { get; init; }

    /// <summary>Whether the rater asked for the picture.</summary>
    public bool IsAuthor { get; init; }

    /// <summary>Whether it is the rater's second answer to the same.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>From the task's showing to its answer.</summary>
    public int MsSpent { get; init; }

    public DateTimeOffset CreatedHour { get; init; }

    /// <summary>How far the rater's answers to this task are trusted, 0 to 1: the reliability of the table "raters". Those below 0.2 are in no aggregate.</summary>
    public float Weight { get; init; }
}
