using System.Text.Json.Serialization;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>model_index.json: which family of pipeline the folder is for.</summary>
internal sealed record ModelIndex
{
    private const string File = "model_index.json";
    private static readonly string[] Known = ["StableDiffusionPipeline", "OnnxStableDiffusionPipeline", "ORTStableDiffusionPipeline"];

    [JsonPropertyName("_class_name")]
    public string? ClassName { get; init; }

    /// <exception cref="BundleException">The file is missing or broken, or names another family.</exception>
    public static void Check(BundleFolder folder)
    {
        var said = folder.ReadJson<ModelIndex>(File).ClassName;
        if (!Known.Contains(said))
            throw folder.Fault(File, $"is for \"{said}\", where {Known[0]} is known", "Use a model of the Stable Diffusion 1 family");
    }
}
