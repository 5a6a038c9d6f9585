namespace LaionGrid.Web.Coordinator.Gallery;

/// <summary>What the worker says of its picture; nobody has checked it. Null for what it did not say.</summary>
/// <param name="TextFit">How well the picture fits its prompt, -1 to 1.</param>
/// <param name="Aesthetic">How well people would like it, about 1 to 10.</param>
/// <param name="Nsfw">How likely it is not safe for work, 0 to 1.</param>
/// <param name="IsUnsafe">Whether the model's safety checker would withhold it.</param>
public sealed record PictureScores(double? TextFit, double? Aesthetic, double? Nsfw, bool? IsUnsafe)
{
    /// <summary>How likely a watermark is visible, 0 to 1.</summary>
    public double? Watermark { get; init; }
}
