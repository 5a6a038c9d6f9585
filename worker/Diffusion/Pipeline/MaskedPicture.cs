using LaionGrid.Arithmetic;
using LaionGrid.Diffusion.Imaging;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>What a mask does to pictures. Bright is painted anew.</summary>
internal static class MaskedPicture
{
    /// <summary>[height, width] in cells: 1 where it is painted anew, 0 elsewhere.</summary>
    public static float[] CellsOf(Mask mask, int cellPixels) => PaintMask.CellsOf(mask.Values, mask.Width, cellPixels);

    /// <summary>The planes with all that is painted anew in middle grey.</summary>
    public static float[] Blank(ReadOnlySpan<float> planes, Mask mask)
    {
        var area = mask.Width * mask.Height;
        var blank = planes.ToArray();
        for (var index = 0; index < blank.Length; index++)
        {
            if (PaintMask.IsBright(mask.Values[index % area]))
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
}
