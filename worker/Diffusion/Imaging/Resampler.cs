namespace LaionGrid.Diffusion.Imaging;

/// <summary>
/// Scales 8-bit pixels as Pillow does, bit for bit: the filter is widened by as much as the picture shrinks, so that every pixel
/// counts; weights are rounded to 22 binary places and sums to bytes; first across, then down.
/// </summary>
internal static class Resampler
{
    private const int Places = 22;

    /// <returns>The picture itself when it has that size.</returns>
    public static Picture Scale(Picture picture, int width, int height, ResampleFilter filter)
    {
        var pixels = picture.Pixels;
        if (width != picture.Width)
            pixels = Convolve(pixels, Taps(picture.Width, width, filter), picture.Width, Picture.Colours);
        if (height != picture.Height)
            pixels = Convolve(pixels, Taps(picture.Height, height, filter), picture.Height, width * Picture.Colours);
        return ReferenceEquals(pixels, picture.Pixels) ? picture : new(width, height, pixels);
    }

    /// <param name="pixels">[any, size, inner].</param>
    /// <returns>[any, taps, inner].</returns>
    private static byte[] Convolve(byte[] pixels, Tap[] taps, int size, int inner)
    {
        var result = new byte[pixels.Length / size * taps.Length];
        for (var index = 0; index < result.Length; index++)
        {
            var (outer, place) = Math.DivRem(index / inner, taps.Length);
            var (first, weights) = taps[place];
            var from = (((outer * size) + first) * inner) + (index % inner);
            var sum = 1 << (Places - 1);
            for (var tap = 0; tap < weights.Length; tap++)
                sum += pixels[from + (tap * inner)] * weights[tap];
            result[index] = (byte)Math.Clamp(sum >> Places, 0, byte.MaxValue);
        }
        return result;
    }

    private static Tap[] Taps(int from, int to, ResampleFilter filter)
    {
        var scale = (double)from / to;
        var wider = Math.Max(scale, 1);
        return [.. Enumerable.Range(0, to).Select(place => TapAt((place + 0.5) * scale, from, wider, filter))];
    }

    private static Tap TapAt(double centre, int size, double wider, ResampleFilter filter)
    {
        var first = Math.Max((int)(centre - (filter.Support * wider) + 0.5), 0);
        var end = Math.Min((int)(centre + (filter.Support * wider) + 0.5), size);
        var weights = Enumerable.Range(first, end - first).Select(pixel => filter.Weigh((pixel - centre + 0.5) * (1 / wider))).ToArray();
        var sum = weights.Sum();
        return new(first, [.. weights.Select(weight => (int)Math.Round(weight / sum * (1 << Places), MidpointRounding.AwayFromZero))]);
    }

    /// <summary>Which pixels a new one is made of.</summary>
    /// <param name="Weights">Of the pixels from the first on, in units of 2^-22.</param>
    private readonly record struct Tap(int First, int[] Weights);
}
