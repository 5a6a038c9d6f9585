using System.Text.Json;
using System.Text.Json.Serialization;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>model_index.json: which kind of pipeline the folder is for, and of which parts. All families run through the same loop; what differs is read from the parts.</summary>
internal sealed record ModelIndex
{
    private const string File = "model_index.json";
    private const string SecondEncoder = "text_encoder_2";

    private static readonly string[] Known = ["StableDiffusion", "StableDiffusionXL", "LatentConsistencyModel"];
    private static readonly string[] Tasks = ["Pipeline", "Img2ImgPipeline", "InpaintPipeline", "InpaintPipelineLegacy"];
    private static readonly string[] Exporters = ["", "Onnx", "ORT"];

    [JsonPropertyName("_class_name")]
    public string? ClassName { get; init; }

    /// <summary>True when an absent negative prompt means zeros, not the states of an empty text.</summary>
    public bool ForceZerosForEmptyPrompt { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement> Parts { get; init; } = [];

    /// <summary>True for SDXL, whose states come from two text encoders.</summary>
    [JsonIgnore]
    public bool HasTwoEncoders => Parts.TryGetValue(SecondEncoder, out var part) && part.ValueKind == JsonValueKind.Array && part.EnumerateArray().FirstOrDefault().ValueKind == JsonValueKind.String;

    /// <exception cref="BundleException">The file is missing or broken, or names another kind of model.</exception>
    public static ModelIndex Read(BundleFolder folder)
    {
        var index = folder.ReadJson<ModelIndex>(File);
        var names = from exporter in Exporters from family in Known from task in Tasks select exporter + family + task;
        return names.Contains(index.ClassName) ? index
            : throw folder.Fault(File, $"is for \"{index.ClassName}\", where Stable Diffusion 1, 2, XL and their Turbo and LCM kin are known", "Use a model of one of these families");
    }
}
