namespace LaionGrid.Coordinator.Models;

/// <summary>Floating-point operations of one graph by latent pixels p: constant + perPixel p + perPixelPair p².</summary>
internal sealed record GraphCost(double Constant, double PerPixel, double PerPixelPair)
{
    public double At(double pixels) => Constant + (PerPixel * pixels) + (PerPixelPair * pixels * pixels);
}

/// <summary>
/// What a picture is worth: the operations of the bundle's published graphs at the job's size and steps, as often as its sampler asks them. It depends on
/// nothing that a worker says.
/// </summary>
internal sealed record Tariff(GraphCost TextEncoder, GraphCost Denoiser, GraphCost Decoder)
{
    /// <summary>Null when with this bundle no picture begins from another.</summary>
    public GraphCost? Encoder { get; init; }

    private const double FlopPerMflop = 1e6;
    private const int PixelsPerLatentSide = 8;

    /// <summary>Contribution for one picture in whole MFLOP.</summary>
    /// <param name="evaluations">How often its sampler asks the network.</param>
    /// <param name="texts">That it is asked about: 2 under guidance.</param>
    /// <param name="hasSource">Whether it begins from a picture, which is encoded then.</param>
    public long Mflop(int width, int height, int evaluations, int texts, bool hasSource = false)
    {
        var pixels = (double)(width / PixelsPerLatentSide) * (height / PixelsPerLatentSide);
        var flop = (texts * TextEncoder.At(pixels)) + ((double)evaluations * texts * Denoiser.At(pixels)) + Decoder.At(pixels) + (hasSource ? Encoder?.At(pixels) ?? 0 : 0);
        return (long)Math.Round(flop / FlopPerMflop, MidpointRounding.AwayFromZero);
    }
}
