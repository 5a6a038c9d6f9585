namespace LaionGrid.Web.Coordinator.Gallery;

/// <summary>How pictures come from each other.</summary>
/// <param name="Parent">What it was made from; null for nothing, or for what is not shown.</param>
/// <param name="Variations">What was made from it, newest first.</param>
public sealed record LineageView(PictureView? Parent, IReadOnlyList<PictureView> Variations)
{
    public static LineageView None { get; } = new(null, []);
}
