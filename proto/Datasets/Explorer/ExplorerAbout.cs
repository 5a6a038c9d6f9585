namespace LaionGrid.Datasets.Explorer;

/// <summary>What a data set says of itself.</summary>
/// <param name="Name">Of its file and its addresses: lower-case letters, digits, points and hyphens.</param>
/// <param name="Kind">"release", whose uids are pictures of this grid, or "import".</param>
/// <param name="Title">For people.</param>
/// <param name="License">SPDX name or a sentence; null when not known.</param>
public sealed record ExplorerAbout(string Name, string Kind, string Title, string? License = null)
{
    public const string Release = "release", Import = "import";
}
