namespace LaionGrid.Web.Coordinator.Network;

/// <summary>What a picture of one bundle is worth, and why.</summary>
/// <param name="Licence">SPDX identifier, or an address of the licence's text.</param>
/// <param name="Usual">What a picture with the bundle's own settings is worth.</param>
public sealed record TariffView(string Bundle, string Title, string Licence, GraphCostView TextEncoder, GraphCostView Denoiser, GraphCostView Decoder, TariffExample Usual)
{
    private const double FlopInMflop = 1e6;
    private const int PixelsPerLatentSide = 8;

    /// <summary>The published rule: guidance above 1 takes the text encoder and the denoiser twice.</summary>
    public static long Mflop(GraphCostView textEncoder, GraphCostView denoiser, GraphCostView decoder, int width, int height, int steps, float guidance)
    {
        var (pixels, passes) = ((double)(width / PixelsPerLatentSide) * (height / PixelsPerLatentSide), guidance > 1 ? 2 : 1);
        var flop = (passes * textEncoder.At(pixels)) + ((double)steps * passes * denoiser.At(pixels)) + decoder.At(pixels);
        return (long)Math.Round(flop / FlopInMflop, MidpointRounding.AwayFromZero);
    }
}

/// <summary>Floating-point operations of one graph by latent pixels p: constant + perPixel p + perPixelPair p².</summary>
public sealed record GraphCostView(double Constant, double PerPixel, double PerPixelPair)
{
    public double At(double pixels) => Constant + (PerPixel * pixels) + (PerPixelPair * pixels * pixels);
}

public sealed record TariffExample(int Width, int Height, int Steps, float Guidance, long Mflop);
