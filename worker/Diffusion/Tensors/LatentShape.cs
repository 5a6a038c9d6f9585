namespace LaionGrid.Diffusion.Tensors;

/// <summary>The sides of a latent, in cells.</summary>
internal readonly record struct LatentShape(int Channels, int Height, int Width)
{
    /// <summary>Pixels along a cell's side, in every model of this family.</summary>
    public const int CellPixels = 8;

    public int Length => Channels * Height * Width;

    /// <exception cref="ArgumentException">A side is not positive or no multiple of 8.</exception>
    public static LatentShape OfPixels(int channels, int width, int height) =>
        width > 0 && height > 0 && width % CellPixels == 0 && height % CellPixels == 0
            ? new(channels, height / CellPixels, width / CellPixels)
            : throw new ArgumentException($"A picture's sides are positive multiples of {CellPixels}, not {width}x{height}.", nameof(width));
}
