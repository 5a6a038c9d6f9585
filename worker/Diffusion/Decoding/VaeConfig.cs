using System.Text.Json;

namespace LaionGrid.Diffusion.Decoding;

/// <summary>How latents relate to what the autoencoder makes of pictures: latent = (encoded - shift) · scale.</summary>
internal sealed record VaeConfig
{
    private const int UsualCellPixels = 8;
    private const double StableDiffusion1 = 0.18215;
    private const double StableDiffusionXl = 0.13025;

    /// <summary>Null in old exports, which do not say.</summary>
    public double? ScalingFactor { get; init; }

    public double? ShiftFactor { get; init; }

    public IReadOnlyList<int>? BlockOutChannels { get; init; }

    public JsonElement? LatentsMean { get; init; }

    /// <summary>Pixels along a cell's side: each block but the last halves the sides.</summary>
    public int CellPixels => BlockOutChannels is { Count: > 0 } blocks ? 1 << (blocks.Count - 1) : UsualCellPixels;

    public double Scale => ScalingFactor ?? StableDiffusion1;

    public double Shift => ShiftFactor ?? 0;

    /// <param name="part">"vae_decoder" or "vae_encoder".</param>
    /// <param name="isXl">Which family's scale holds where the file does not say.</param>
    /// <exception cref="BundleException">It cannot be read, or says what this engine cannot do.</exception>
    public static VaeConfig Read(BundleFolder folder, string part, bool isXl)
    {
        var config = folder.ReadConfig<VaeConfig>(part);
        if (!(config.Scale > 0 && double.IsFinite(config.Scale + config.Shift)))
            throw folder.Fault(BundleFolder.ConfigOf(part), $"has the scaling_factor {config.Scale} and the shift_factor {config.Shift}; the first must be positive", "Fetch the model again");
        if (config.LatentsMean is { ValueKind: not JsonValueKind.Null })
            throw folder.Fault(BundleFolder.ConfigOf(part), "scales each channel by a latents_mean of its own, which this engine cannot", "Use a model with one scaling_factor");
        return config with { ScalingFactor = config.ScalingFactor ?? (isXl ? StableDiffusionXl : StableDiffusion1) };
    }
}
