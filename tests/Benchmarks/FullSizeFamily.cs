using LaionGrid.TestKit.Bundles;

namespace LaionGrid.Benchmarks;

/// <summary>A published model's size.</summary>
/// <param name="Side">Of a picture, in pixels.</param>
/// <param name="FlopPerRow">One evaluation of the denoiser for one picture under one text: own count, layer by layer, a multiplication and an addition being two.</param>
internal sealed record FullSizeFamily(BundleShape Shape, int Side, double FlopPerRow)
{
    public static IReadOnlyDictionary<string, FullSizeFamily> Known { get; } = new Dictionary<string, FullSizeFamily>
    {
        ["sd15"] = new(FullSizeShapes.StableDiffusion15, 512, 0.803e12),
        ["xl"] = new(FullSizeShapes.Xl, 1024, 6.761e12),
    };
}
