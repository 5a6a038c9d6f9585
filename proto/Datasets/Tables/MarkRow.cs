namespace LaionGrid.Datasets.Tables;

/// <summary>A point of a picture where somebody saw a fault. An answer without points has no row here; its severity is in "ratings" under the same annotation_uid.</summary>
public sealed record MarkRow : AnswerRow
{
    /// <summary>"artifact": something is broken there.</summary>
    public required string Kind { get; init; }

    /// <summary>"hand", "face", "body", "text", "object", "seam", "blur" or "other".</summary>
    public required string Type { get; init; }

    /// <summary>From the left, 0 to 1 of the width.</summary>
    public required float X { get; init; }

    /// <summary>From the top, 0 to 1 of the height.</summary>
    public required float Y { get; init; }
}
