using LaionGrid.Coordinator.Datasets.Releases.Building;

namespace LaionGrid.Coordinator.Datasets.Releases.Texts;

/// <summary>SHA256SUMS, as sha256sum writes and checks it.</summary>
internal static class SumsText
{
    public const string Name = "SHA256SUMS";

    public static string Of(IEnumerable<StagedFile> files) => string.Concat(files.OrderBy(file => file.Path, StringComparer.Ordinal).Select(file => $"{file.Sha256}  {file.Path}\n"));

    /// <summary>Hash and path of each line; null when a line is none.</summary>
    public static IReadOnlyList<(string Sha256, string Path)>? Read(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split("  ", 2)).ToList();
        return lines.TrueForAll(line => line is [{ Length: 64 }, { Length: > 0 }]) ? lines.ConvertAll(line => (line[0], line[1])) : null;
    }
}
