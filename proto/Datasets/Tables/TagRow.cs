namespace LaionGrid.Datasets.Tables;

/// <summary>What a picture looks made with, and what it is mainly of.</summary>
public sealed record TagRow : AnswerRow
{
    /// <summary>"photo", "painting", "drawing", "anime", "rendering", "pixel_art", "graphic" or "other".</summary>
    public required string Medium { get; init; }

    /// <summary>"person", "people", "animal", "plant", "landscape", "building", "vehicle", "food", "object", "pattern", "text" or "other".</summary>
    public required string Subject { get; init; }
}
