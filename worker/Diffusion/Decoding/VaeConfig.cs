namespace LaionGrid.Diffusion.Decoding;

/// <summary>What vae_decoder/config.json says that decoding needs.</summary>
internal sealed record VaeConfig
{
    /// <summary>Stable Diffusion 1's: old exports do not say.</summary>
    public double ScalingFactor { get; init; } = 0.18215;
}
