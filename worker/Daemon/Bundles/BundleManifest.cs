using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace LaionGrid.Worker.Bundles;

/// <summary>One model as the grid describes it. Its id, paths and hashes are safe to use as names of files.</summary>
internal sealed partial record BundleManifest
{
    public const string FileName = "bundle.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowReadingFromString };

    public required string Id { get; init; }

    public int Version { get; init; }

    public IReadOnlyList<BundleFile> Files { get; init; } = [];

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
            return unsafeFile is null
                ? (manifest with { Text = text }, null)
                : (null, $"Bundle {manifest.Id} names the file \"{unsafeFile.Path}\", which does not lie inside its folder or has no proper hash.");
        }
        catch (JsonException error)
        {
            return (null, $"A bundle of the grid has a manifest that cannot be read: {error.Message}");
        }
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,63}\z")]
    private static partial Regex SafeId();
}
