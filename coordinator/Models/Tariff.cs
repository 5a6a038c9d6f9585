namespace LaionGrid.Coordinator.Models;

/// <summary>Floating-point operations of one graph by latent pixels p: constant + perPixel p + perPixelPair p².</summary>
internal sealed record GraphCost(double Constant, double PerPixel, double PerPixelPair)
{
    public double At(double pixels) => Constant + (PerPixel * pixels) + (PerPixelPair * pixels * pixels);
}

/// <summary>
/// What a picture is worth: the operations of the bundle's published graphs at the job's size and steps. It depends on
/// nothing that a worker says.
/// </summary>
internal sealed record Tariff(GraphCost TextEncoder, GraphCost Denoiser, GraphCost Decoder)
{
    /// <summary>Null when with this bundle no picture begins from another.</summary>
    public GraphCost? Encoder { get; init; }

    private const double FlopPerMflop = 1e6;
    private const int PixelsPerLatentSide = 8;

    /// <summary>Contribution for one picture in whole MFLOP. Guidance above 1 evaluates text and denoiser twice.</summary>
    /// <param name="steps">That are taken.</param>
    /// <param name="hasSource">Whether it begins from a picture, which is encoded then.</param>
    public long Mflop(int width, int height, int steps, float guidance, bool hasSource = false)
    {
        var pixels = (double)(width / PixelsPerLatentSide) * (height / PixelsPerLatentSide);
        var passes = guidance > 1 ? 2 : 1;
        var flop = (passes * TextEncoder.At(pixels)) + ((double)steps * passes * Denoiser.At(pixels)) + Decoder.At(pixels) + (hasSource ? Encoder?.At(pixels) ?? 0 : 0);
        return (long)Math.Round(flop / FlopPerMflop, MidpointRounding.AwayFromZero);
    }
}
