using LaionGrid.Diffusion.Imaging;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>What a mask does to pictures. Bright is painted anew.</summary>
internal static class MaskedPicture
{
    private const int Bright = 128;

    /// <summary>[height, width] in cells: 1 where the cell's first pixel is bright, 0 elsewhere. (Masks shrink to the nearest pixel, as models were trained.)</summary>
    public static float[] CellsOf(Mask mask, int cellPixels)
    {
        var (width, height) = (mask.Width / cellPixels, mask.Height / cellPixels);
        var cells = new float[width * height];
        for (var cell = 0; cell < cells.Length; cell++)
            cells[cell] = IsBright(mask, (cell / width * cellPixels * mask.Width) + (cell % width * cellPixels)) ? 1 : 0;
        return cells;
    }

    /// <summary>The planes with all that is painted anew in middle grey.</summary>
    public static float[] Blank(ReadOnlySpan<float> planes, Mask mask)
    {
        var area = mask.Width * mask.Height;
        var blank = planes.ToArray();
        for (var index = 0; index < blank.Length; index++)
        {
            if (IsBright(mask, index % area))
                blank[index] = 0;
        }
        return blank;
    }

    /// <summary>The source where the mask is dark, the new picture where it is bright, mixed between: what was not to change has not, to the bit.</summary>
    public static Picture Compose(PictureSource source, Picture made)
    {
        if (source.Mask is not { } mask)
            return made;
        var pixels = new byte[made.Pixels.Length];
        for (var index = 0; index < pixels.Length; index++)
        {
            var (before, after, part) = (source.Picture.Pixels[index], made.Pixels[index], mask.Values[index / Picture.Colours]);
            pixels[index] = (byte)(((before * (byte.MaxValue - part)) + (after * part) + (byte.MaxValue / 2)) / byte.MaxValue);
        }
        return made with { Pixels = pixels };
    }

    private static bool IsBright(Mask mask, int pixel) => mask.Values[pixel] >= Bright;
}
