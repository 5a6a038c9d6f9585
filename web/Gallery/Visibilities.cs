using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Jobs;

namespace LaionGrid.Web.Gallery;

/// <summary>Who may see a picture, as forms spell it and as people read it.</summary>
public static class Visibilities
{
    /// <summary>In the order of the forms.</summary>
    public static IReadOnlyList<(Visibility Visibility, string Value, string Title)> All { get; } =
    [
        (Visibility.Public, "public", "Everybody"),
        (Visibility.Unlisted, "unlisted", "Whoever has the address"),
        (Visibility.Private, "private", "Only you"),
    ];

    internal static Refusal Unknown { get; } = Refusal.Invalid("visibility.unknown", "visibility", "Pictures are public, unlisted or private, and this form asked for something else. Go back and choose one of these.");

    /// <summary>Null for anything else.</summary>
    public static Visibility? Parse(string value) => All.Where(one => one.Value == value).Select(one => (Visibility?)one.Visibility).FirstOrDefault();

    public static string ValueOf(Visibility visibility) => All.First(one => one.Visibility == visibility).Value;
}
