using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace LaionGrid.Worker.Bundles;

/// <summary>One model as the grid describes it. Its id, paths and hashes are safe to use as names of files.</summary>
internal sealed partial record BundleManifest
{
    public const string FileName = "bundle.json";
    public const int MinChunkBytes = 1024;
    public const int MaxChunkBytes = 64 * 1024 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowReadingFromString };

    public required string Id { get; init; }

    public int Version { get; init; }

    public IReadOnlyList<BundleFile> Files { get; init; } = [];

    /// <summary>Of each chunk but a file's last; 0 when no file has chunks.</summary>
    public int ChunkBytes { get; init; }

    /// <summary>Where the files lie besides at the coordinator.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>In the order of the files.</summary>
    [JsonIgnore]
    public IReadOnlyList<BundleChunk> Chunks { get; private init; } = [];

    [JsonIgnore]
    public long Bytes => Files.Sum(file => file.Bytes);

    /// <summary>The whole manifest, kept beside the files.</summary>
    [JsonIgnore]
    public string Text { get; private init; } = "";

    /// <summary>The manifest, or in one line why it is not used.</summary>
    public static (BundleManifest? Manifest, string? Problem) Parse(string text)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<BundleManifest>(text, Json);
            if (manifest is null || !SafeId().IsMatch(manifest.Id))
                return (null, "A bundle of the grid has an id that cannot name a folder.");
            var unsafeFile = manifest.Files.FirstOrDefault(file => !file.IsSafe);
            if (unsafeFile is not null)
                return (null, $"Bundle {manifest.Id} names the file \"{unsafeFile.Path}\", which does not lie inside its folder or has no proper hash.");
            return manifest.Files.FirstOrDefault(file => !file.HasHashes(manifest.ChunkBytes)) is { } unhashed
                ? (null, $"Bundle {manifest.Id} does not give one hash for each chunk of its file {unhashed.Path}. Write its manifest anew.")
                : (manifest with { Text = text, Chunks = manifest.Files.SelectMany(file => file.Chunks(manifest.ChunkBytes)).ToList() }, null);
        }
        catch (JsonException error)
        {
            return (null, $"A bundle of the grid has a manifest that cannot be read: {error.Message}");
        }
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,63}\z")]
    private static partial Regex SafeId();
}
