using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Models;

/// <summary>The bundles this grid renders with, read once at start from the sub-folders of Models:Folder.</summary>
internal sealed class BundleCatalogue
{
    private readonly FrozenDictionary<string, string> _files;

    public BundleCatalogue(IOptions<ModelsOptions> options)
    {
        var folder = Path.GetFullPath(options.Value.Folder);
        All = Read(folder, options.Value.ToleranceKey).OrderByDescending(bundle => bundle.Id == options.Value.Default).ThenBy(bundle => bundle.Id, StringComparer.Ordinal).ToList();
        if (All.Count == 0)
            throw new InvalidDataException($"Models:Folder is {folder}, and no folder in it has a {BundleReaderGrpc.ManifestName}. Point it at a folder of bundles, such as models.");
        _files = All.SelectMany(bundle => bundle.Files).DistinctBy(file => file.Key).ToFrozenDictionary(file => file.Key, file => file.Value);
    }

    /// <summary>Never empty; the default bundle comes first.</summary>
    public IReadOnlyList<Bundle> All { get; }

    /// <summary>The bundle of this id, the default one for an empty id, null when there is none.</summary>
    public Bundle? Find(string id) => id.Length == 0 ? All[0] : All.FirstOrDefault(bundle => bundle.Id == id);

    /// <summary>Where the published file with this hash lies; null when no bundle has it.</summary>
    public string? FileOf(string sha256) => _files.GetValueOrDefault(sha256);

    private static IEnumerable<Bundle> Read(string folder, string toleranceKey) => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder).Where(inner => File.Exists(Path.Combine(inner, BundleReaderGrpc.ManifestName))).Select(inner => BundleReaderGrpc.Read(inner, toleranceKey))
        : [];
}
