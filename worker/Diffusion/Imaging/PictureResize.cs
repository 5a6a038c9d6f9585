namespace LaionGrid.Diffusion.Imaging;

/// <summary>Fits pictures to other sizes.</summary>
public static class PictureResize
{
    /// <summary>Cuts off evenly what stands over the proportions asked for, and scales the rest: bicubic, as Pillow has it.</summary>
    /// <returns>The picture itself when it has that size.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive.</exception>
    public static Picture To(Picture picture, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        var fitted = CropCentre(picture, Math.Min(picture.Width, Proportion(picture.Height, width, height)), Math.Min(picture.Height, Proportion(picture.Width, height, width)));
        return Resampler.Scale(fitted, width, height, ResampleFilter.Bicubic);
    }

    /// <summary>Scales until the shorter side has a length, proportions kept; the longer one is rounded down, as in transformers.</summary>
    internal static Picture ToShortestEdge(Picture picture, int length, ResampleFilter filter) => picture.Width <= picture.Height
        ? Resampler.Scale(picture, length, (int)((long)length * picture.Height / picture.Width), filter)
        : Resampler.Scale(picture, (int)((long)length * picture.Width / picture.Height), length, filter);

    /// <param name="picture">At least that large; one pixel more is cut off at the far side when the rest is odd.</param>
    internal static Picture CropCentre(Picture picture, int width, int height)
    {
        if (picture.Width == width && picture.Height == height)
            return picture;
        var (top, left) = ((picture.Height - height) / 2, (picture.Width - width) / 2);
        var pixels = new byte[width * height * Picture.Colours];
        for (var y = 0; y < height; y++)
            picture.Pixels.AsSpan((((top + y) * picture.Width) + left) * Picture.Colours, width * Picture.Colours).CopyTo(pixels.AsSpan(y * width * Picture.Colours));
        return new(width, height, pixels);
    }

    /// <returns>The side that stands to another as asked for, at least a pixel.</returns>
    private static int Proportion(int other, int to, int from) => (int)Math.Clamp(Math.Round((double)other * to / from), 1, int.MaxValue);
}
