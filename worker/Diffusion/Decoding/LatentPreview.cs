using LaionGrid.Diffusion.Imaging;

namespace LaionGrid.Diffusion.Decoding;

/// <summary>Paints a latent in rough colours, one pixel for each of its cells: rgb = clamp(bias + weights · latent).</summary>
/// <param name="weights">Three rows, red to blue, of a weight for each channel.</param>
/// <param name="bias">Red, green and blue of a zero latent, in 0 to 1.</param>
public sealed class LatentPreview(IReadOnlyList<float> weights, IReadOnlyList<float> bias)
{
    /// <param name="latent">[channels, height, width], as a <see cref="Pipeline.StepObserver"/> sees it.</param>
    /// <param name="width">Cells across, which is the picture's width / 8.</param>
    /// <param name="height">Cells down.</param>
    /// <exception cref="ArgumentException">The latent, the weights and the sides do not fit each other.</exception>
    public Picture Paint(ReadOnlySpan<float> latent, int width, int height)
    {
        var cells = width * height;
        var channels = weights.Count / Picture.Colours;
        if (bias.Count != Picture.Colours || weights.Count != Picture.Colours * channels || latent.Length != channels * cells)
            throw new ArgumentException($"{latent.Length} numbers are no latent of {channels} channels of {width}x{height}.", nameof(latent));
        var pixels = new byte[cells * Picture.Colours];
        for (var cell = 0; cell < cells; cell++)
        {
            for (var colour = 0; colour < Picture.Colours; colour++)
            {
                var value = bias[colour];
                for (var channel = 0; channel < channels; channel++)
                    value += weights[(colour * channels) + channel] * latent[(channel * cells) + cell];
                pixels[(cell * Picture.Colours) + colour] = (byte)MathF.Round(Math.Clamp(value, 0, 1) * byte.MaxValue);
            }
        }
        return new(width, height, pixels);
    }
}
