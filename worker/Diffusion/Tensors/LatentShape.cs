namespace LaionGrid.Diffusion.Tensors;

/// <summary>The sides of a latent, in cells.</summary>
internal readonly record struct LatentShape(int Channels, int Height, int Width)
{
    public int Length => Channels * Height * Width;

    /// <param name="cellPixels">Pixels along a cell's side.</param>
    /// <exception cref="OrderException">A side is not positive or no multiple of a cell's.</exception>
    public static LatentShape OfPixels(int channels, int width, int height, int cellPixels) =>
        width > 0 && height > 0 && width % cellPixels == 0 && height % cellPixels == 0
            ? new(channels, height / cellPixels, width / cellPixels)
            : throw new OrderException($"A picture's sides are positive multiples of {cellPixels}, not {width}x{height}. Ask for {Nearest(width, cellPixels)}x{Nearest(height, cellPixels)}.");

    private static int Nearest(int side, int cellPixels) => Math.Max(1, (int)Math.Round((double)side / cellPixels)) * cellPixels;
}
