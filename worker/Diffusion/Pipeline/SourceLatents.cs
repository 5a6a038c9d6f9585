namespace LaionGrid.Diffusion.Pipeline;

/// <summary>A picture to begin from, as latents.</summary>
/// <param name="Clean">[channels, height, width]; null to begin from noise alone.</param>
/// <param name="Mask">[height, width], 1 where anew, 0 where not; null to make all anew.</param>
/// <param name="ExtraChannels">[1 + channels, height, width], the mask and the latent of what stays; empty for networks that are not shown them.</param>
internal sealed record SourceLatents(float[]? Clean, float[]? Mask, float[] ExtraChannels);
