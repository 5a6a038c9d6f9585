using System.Formats.Tar;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using LaionGrid.Coordinator.Datasets.Releases.Texts;

namespace LaionGrid.Coordinator.Datasets.Releases.Verifying;

/// <summary>Checks a release by its files alone, as anybody can who has fetched it.</summary>
internal static class VerifyRelease
{
    /// <returns>What is wrong, a line each, as it is found; nothing when it is whole.</returns>
    public static async IAsyncEnumerable<string> RunAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, SumsText.Name);
        if (!File.Exists(path) || SumsText.Read(await File.ReadAllTextAsync(path, cancellationToken)) is not { } sums)
        {
            yield return $"{path} is not there, or is no list of hashes. Fetch the release again.";
            yield break;
        }
        foreach (var (sha256, name) in sums)
        {
            if (await FaultOfAsync(Path.Combine(folder, name), sha256, cancellationToken) is { } fault)
                yield return fault;
        }
        foreach (var extra in FilesOf(folder).Except(sums.Select(file => file.Path)).Where(name => name != SumsText.Name))
            yield return $"{extra} is no part of the release.";
        foreach (var fault in sums.Where(file => file.Path.EndsWith(".tar", StringComparison.Ordinal) && File.Exists(Path.Combine(folder, file.Path))).SelectMany(file => FaultsOfShard(Path.Combine(folder, file.Path))))
            yield return fault;
        foreach (var fault in FaultsOfAggregates(folder))
            yield return fault;
    }

    private static IEnumerable<string> FaultsOfAggregates(string folder)
    {
        try
        {
            return VerifyAggregates.Run(folder);
        }
        catch (InvalidDataException error)
        {
            return [$"What the raw tables come to cannot be reckoned: {error.Message}"];
        }
    }

    private static async Task<string?> FaultOfAsync(string path, string sha256, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return $"{path} is missing. Fetch it again.";
        await using var file = File.OpenRead(path);
        var found = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
        return found == sha256 ? null : $"{path} has other bytes than the release: its SHA-256 is {found}. Fetch it again.";
    }

    /// <summary>The pictures of a shard are those that the rows beside them say.</summary>
    private static IEnumerable<string> FaultsOfShard(string path)
    {
        using var file = File.OpenRead(path);
        using var tar = new TarReader(file);
        string? sha256 = null;
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.Name.EndsWith(".png", StringComparison.Ordinal) && entry.DataStream is { } png)
                sha256 = Convert.ToHexStringLower(SHA256.HashData(png));
            else if (entry.Name.EndsWith(".json", StringComparison.Ordinal) && entry.DataStream is { } row && System.Text.Json.JsonDocument.Parse(row).RootElement.GetProperty("sha256").GetString() != sha256)
                yield return $"{path}: the picture of {entry.Name} is not the one that its row names.";
        }
    }

    private static IEnumerable<string> FilesOf(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')).Order(StringComparer.Ordinal);
}
