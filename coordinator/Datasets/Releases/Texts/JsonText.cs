using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LaionGrid.Coordinator.Datasets.Releases.Texts;

/// <summary>JSON of a release: the same everywhere, with line ends of one kind.</summary>
internal static class JsonText
{
    /// <summary>For people and machines: indented, words as they are.</summary>
    public static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A row beside its picture: the columns' names, in one line.</summary>
    public static JsonSerializerOptions Row { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.Never, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
