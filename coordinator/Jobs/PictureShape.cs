namespace LaionGrid.Coordinator.Jobs;

/// <summary>A picture's shape, for finding pictures by it.</summary>
internal enum PictureShape
{
    Square,
    Wide,
    Tall,
}

internal static class PictureShapes
{
    public static PictureShape Of(RenderSettings settings) => settings.Width.CompareTo(settings.Height) switch
    {
        0 => PictureShape.Square,
        > 0 => PictureShape.Wide,
        _ => PictureShape.Tall,
    };
}
