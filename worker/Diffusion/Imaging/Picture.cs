namespace LaionGrid.Diffusion.Imaging;

/// <summary>A picture of 8-bit red, green and blue, rows top to bottom, without gaps.</summary>
public sealed record Picture(int Width, int Height, byte[] Pixels)
{
    /// <summary>Bytes of a pixel.</summary>
    public const int Colours = 3;
}
