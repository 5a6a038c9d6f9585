using System.Text.Json;
using LaionGrid.Diffusion.Decoding;

namespace LaionGrid.Worker.Rendering;

/// <summary>The part of a bundle's manifest that previews are painted by.</summary>
internal sealed record PreviewWeights(IReadOnlyList<float> Weights, IReadOnlyList<float> Bias)
{
    /// <summary>Null when the bundle has none.</summary>
    public static LatentPreview? Read(string folder)
    {
        using var file = File.OpenRead(Path.Combine(folder, "bundle.json"));
        using var manifest = JsonDocument.Parse(file);
        return manifest.RootElement.TryGetProperty("preview", out var preview) && preview.Deserialize<PreviewWeights>(JsonSerializerOptions.Web) is { } weights
            ? new(weights.Weights, weights.Bias)
            : null;
    }
}
