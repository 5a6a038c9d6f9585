namespace LaionGrid.Arithmetic;

/// <summary>What a mask says of pixels and of latent cells: bright is painted anew. In whole numbers, alike on every machine.</summary>
public static class PaintMask
{
    private const int Colours = 3;
    private const int Bright = 128;

    /// <summary>A picture's luminance (ITU-R BT.601), in whole numbers as Pillow has it.</summary>
    /// <param name="pixels">RGB, 8 bits each.</param>
    public static byte[] LuminanceOf(ReadOnlySpan<byte> pixels)
    {
        var values = new byte[pixels.Length / Colours];
        for (var pixel = 0; pixel < values.Length; pixel++)
        {
            var (red, green, blue) = (pixels[pixel * Colours], pixels[(pixel * Colours) + 1], pixels[(pixel * Colours) + 2]);
            values[pixel] = (byte)(((red * 19595) + (green * 38470) + (blue * 7471) + 0x8000) >> 16);
        }
        return values;
    }

    public static bool IsBright(byte value) => value >= Bright;

    /// <summary>[height, width] in cells: 1 where the cell's first pixel is bright, 0 elsewhere. (Masks shrink to the nearest pixel, as models were trained.)</summary>
    /// <param name="values">Of each pixel, rows top to bottom.</param>
    /// <param name="width">In pixels, a multiple of the cell.</param>
    public static float[] CellsOf(ReadOnlySpan<byte> values, int width, int cellPixels)
    {
        var across = width / cellPixels;
        var cells = new float[across * (values.Length / width / cellPixels)];
        for (var cell = 0; cell < cells.Length; cell++)
            cells[cell] = IsBright(values[(cell / across * cellPixels * width) + (cell % across * cellPixels)]) ? 1 : 0;
        return cells;
    }
}
