namespace LaionGrid.Diffusion.Imaging;

/// <summary>How much of each pixel is to be painted anew: 255 all, 0 nothing. Rows top to bottom, without gaps.</summary>
public sealed record Mask(int Width, int Height, byte[] Values)
{
    /// <summary>A picture's luminance (ITU-R BT.601), in whole numbers as Pillow has it.</summary>
    public static Mask Of(Picture picture)
    {
        var values = new byte[picture.Width * picture.Height];
        for (var pixel = 0; pixel < values.Length; pixel++)
        {
            var (red, green, blue) = (picture.Pixels[pixel * Picture.Colours], picture.Pixels[(pixel * Picture.Colours) + 1], picture.Pixels[(pixel * Picture.Colours) + 2]);
            values[pixel] = (byte)(((red * 19595) + (green * 38470) + (blue * 7471) + 0x8000) >> 16);
        }
        return new(picture.Width, picture.Height, values);
    }
}
