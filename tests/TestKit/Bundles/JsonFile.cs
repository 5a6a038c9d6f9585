using System.Text.Json;
using System.Text.Json.Nodes;

namespace LaionGrid.TestKit.Bundles;

/// <summary>Writes configurations.</summary>
internal static class JsonFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Write(string path, JsonObject content) => File.WriteAllText(path, content.ToJsonString(Indented));
}
