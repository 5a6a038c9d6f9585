using LaionGrid.Web.Coordinator.Gallery;

namespace LaionGrid.Web.Gallery;

/// <summary>Pictures' shapes, as addresses spell them and as people read them.</summary>
public static class Shapes
{
    /// <summary>In the order of the filter.</summary>
    public static IReadOnlyList<(PictureShape Shape, string Value, string Title)> All { get; } =
    [
        (PictureShape.Any, "", "Any shape"),
        (PictureShape.Square, "square", "Square"),
        (PictureShape.Wide, "wide", "Wide"),
        (PictureShape.Tall, "tall", "Tall"),
    ];

    /// <summary>Any shape for what is none.</summary>
    public static PictureShape Parse(string value) => All.FirstOrDefault(one => one.Value == value).Shape;

    public static string ValueOf(PictureShape shape) => All.First(one => one.Shape == shape).Value;
}
