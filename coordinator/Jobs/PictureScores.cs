namespace LaionGrid.Coordinator.Jobs;

/// <summary>How an attempt's worker says its bundle judges the picture; a recheck's, what it decoded itself. Null for what it did not say.</summary>
/// <param name="TextFit">How well the picture fits its prompt, -1 to 1.</param>
/// <param name="Aesthetic">How well people would like it, about 1 to 10.</param>
/// <param name="Nsfw">How likely it is not safe for work, 0 to 1.</param>
/// <param name="IsUnsafe">Whether the bundle's safety checker would withhold it.</param>
internal sealed record PictureScores(double? TextFit, double? Aesthetic, double? Nsfw, bool? IsUnsafe)
{
    /// <summary>How likely a watermark is visible, 0 to 1.</summary>
    public double? Watermark { get; init; }

    public static PictureScores None { get; } = new(null, null, null, null);
}
