using LaionGrid.Arithmetic;

namespace LaionGrid.Diffusion.Imaging;

/// <summary>How much of each pixel is to be painted anew: 255 all, 0 nothing. Rows top to bottom, without gaps.</summary>
public sealed record Mask(int Width, int Height, byte[] Values)
{
    /// <summary>A picture's luminance.</summary>
    public static Mask Of(Picture picture) => new(picture.Width, picture.Height, PaintMask.LuminanceOf(picture.Pixels));
}
