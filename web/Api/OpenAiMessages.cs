using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LaionGrid.Web.Coordinator;
namespace LaionGrid.Web.Api;

/// <summary>What clients of OpenAI's images send. What is not here is ignored, as they expect.</summary>
/// <param name="Size">"WIDTHxHEIGHT", or "auto" for the bundle's own.</param>
/// <param name="ResponseFormat">"b64_json", the default, or "url".</param>
/// <param name="Stream">Whether the answer is a stream of events.</param>
/// <param name="PartialImages">Previews in the stream, 0 to 3.</param>
internal sealed record OpenAiAsk(
    string? Prompt, string? Model, int? N, string? Size, [property: JsonPropertyName("response_format")] string? ResponseFormat, bool? Stream, [property: JsonPropertyName("partial_images")] int? PartialImages, [property: JsonPropertyName("negative_prompt")] string? NegativePrompt, long? Seed, int? Steps, [property: JsonPropertyName("cfg_scale")] float? CfgScale, string? Sampler)
{
    private const string Auto = "auto";
    private const int MostPartial = 3;

    public bool WantsAddress => ResponseFormat == "url";

    public int Partial => Math.Clamp(PartialImages ?? 0, 0, MostPartial);

    /// <exception cref="RefusedException">The size is none.</exception>
    public ApiAsk ToAsk()
    {
        var (width, height) = Sides();
        // "dall-e-3" and its like are asked for by clients that know nothing else; the default stands in for them.
        return new(Prompt, NegativePrompt, Model is null || IsForeign(Model) ? null : Model, width, height, N, Seed, Steps, CfgScale, Sampler, null);
    }

    private static bool IsForeign(string model) => model.StartsWith("dall-e", StringComparison.OrdinalIgnoreCase) || model.StartsWith("gpt-image", StringComparison.OrdinalIgnoreCase);

    private (int? Width, int? Height) Sides()
    {
        if (Size is null or "" or Auto)
            return (null, null);
        return Size.Split('x') is [var width, var height] && int.TryParse(width, CultureInfo.InvariantCulture, out var across) && int.TryParse(height, CultureInfo.InvariantCulture, out var down)
            ? (across, down)
            : throw new RefusedException(Refusal.Invalid("size.unreadable", "size", $"The size “{Size}” is none. Write it as WIDTHxHEIGHT, such as 512x512, or auto."));
    }
}

/// <summary>The answer that clients of OpenAI's images read.</summary>
/// <param name="Created">Unix seconds.</param>
internal sealed record OpenAiImages(long Created, IReadOnlyList<OpenAiImage> Data, string Size, [property: JsonPropertyName("output_format")] string OutputFormat = "png");

internal sealed record OpenAiImage([property: JsonPropertyName("b64_json")] string? B64Json, string? Url);

/// <summary>One event of a streamed answer.</summary>
internal sealed record OpenAiEvent(string Type, [property: JsonPropertyName("b64_json")] string B64Json, [property: JsonPropertyName("created_at")] long CreatedAt, string Size, [property: JsonPropertyName("partial_image_index")] int? PartialImageIndex = null, string Quality = "auto", string Background = "opaque", [property: JsonPropertyName("output_format")] string OutputFormat = "png");

internal sealed record OpenAiModels(IReadOnlyList<OpenAiModel> Data, string Object = "list");

/// <param name="Created">Bundles have no date, so 0.</param>
internal sealed record OpenAiModel(string Id, [property: JsonPropertyName("owned_by")] string OwnedBy = "laiongrid", string Object = "model", long Created = 0);

internal sealed record OpenAiError(OpenAiErrorBody Error);

internal sealed record OpenAiErrorBody(string Message, string Type, string? Param, string Code);

/// <summary>How these messages are spelt.</summary>
internal static class OpenAiJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
