namespace LaionGrid.Datasets.Tables;

/// <summary>What somebody would hide a picture for.</summary>
public sealed record FlagRow : AnswerRow
{
    /// <summary>Of "suggestive", "nudity", "explicit", "gore", "hate", "real_person" and "watermark"; none for a picture that nothing is wrong with. What goes to moderators alone is never here.</summary>
    public required IReadOnlyList<string> Flags { get; init; }
}
