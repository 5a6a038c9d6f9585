namespace LaionGrid.Web.Coordinator.Network;

/// <summary>What a picture of one bundle is worth, and why.</summary>
/// <param name="Licence">SPDX identifier, or an address of the licence's text.</param>
/// <param name="Usual">What a picture with the bundle's own settings is worth.</param>
public sealed record TariffView(string Bundle, string Title, string Licence, GraphCostView TextEncoder, GraphCostView Denoiser, GraphCostView Decoder, TariffExample Usual)
{
    private const double FlopInMflop = 1e6;
    private const int PixelsPerLatentSide = 8;

    /// <summary>The published rule.</summary>
    /// <param name="evaluations">How often the sampler asks the network: once a step, but for Heun and PNDM.</param>
    /// <param name="texts">2 under guidance, unless the network guides itself.</param>
    public static long Mflop(GraphCostView textEncoder, GraphCostView denoiser, GraphCostView decoder, int width, int height, int evaluations, int texts)
    {
        var pixels = (double)(width / PixelsPerLatentSide) * (height / PixelsPerLatentSide);
        var flop = (texts * textEncoder.At(pixels)) + ((double)evaluations * texts * denoiser.At(pixels)) + decoder.At(pixels);
        return (long)Math.Round(flop / FlopInMflop, MidpointRounding.AwayFromZero);
    }
}

/// <summary>Floating-point operations of one graph by latent pixels p: constant + perPixel p + perPixelPair p².</summary>
public sealed record GraphCostView(double Constant, double PerPixel, double PerPixelPair)
{
    public double At(double pixels) => Constant + (PerPixel * pixels) + (PerPixelPair * pixels * pixels);
}

public sealed record TariffExample(int Width, int Height, int Steps, float Guidance, long Mflop);
