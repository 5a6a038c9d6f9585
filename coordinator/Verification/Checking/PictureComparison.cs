using System.Numerics;
using LaionGrid.Coordinator.Imaging;

namespace LaionGrid.Coordinator.Verification.Checking;

/// <summary>How alike two pictures are.</summary>
internal static class PictureComparison
{
    private const double Peak = 255;
    private const int Colours = 3;

    /// <summary>
    /// Peak signal-to-noise ratio in dB over all colour values: 10 log10(255² / mean squared difference). Infinite for equal pictures.
    /// </summary>
    /// <param name="mask">Of each pixel, 0 where it does not count: what stays of a source is equal anyway, and would hide how the rest differs. Null when all count.</param>
    /// <exception cref="ArgumentException">The pictures differ in size.</exception>
    public static double PsnrDb(PngPicture one, PngPicture other, byte[]? mask = null)
    {
        if (one.Width != other.Width || one.Height != other.Height)
            throw new ArgumentException($"Pictures of {one.Width}x{one.Height} and {other.Width}x{other.Height} cannot be compared.", nameof(other));
        var (squares, counted) = (0L, 0L);
        for (var index = 0; index < one.Pixels.Length; index++)
        {
            if (mask?[index / Colours] == 0)
                continue;
            counted++;
            var difference = one.Pixels[index] - other.Pixels[index];
            squares += difference * difference;
        }
        return squares == 0 ? double.PositiveInfinity : 10 * Math.Log10(Peak * Peak * counted / squares);
    }

    /// <param name="mask">Of each pixel.</param>
    public static bool AreEqualWhereDark(byte[] mask, PngPicture one, PngPicture other)
    {
        for (var index = 0; index < one.Pixels.Length; index++)
        {
            if (mask[index / Colours] == 0 && one.Pixels[index] != other.Pixels[index])
                return false;
        }
        return true;
    }

    /// <summary>Pearson's correlation of two lists of colours, -1 to 1. Where one varies nowhere it is 1 for equals, and 0 otherwise.</summary>
    /// <param name="other">As long as the first.</param>
    public static double Correlation<T>(ReadOnlySpan<T> one, ReadOnlySpan<T> other) where T : INumberBase<T>
    {
        var (meanOne, meanOther) = (Mean(one), Mean(other));
        var (both, squareOne, squareOther) = (0.0, 0.0, 0.0);
        for (var at = 0; at < one.Length; at++)
        {
            var (fromOne, fromOther) = (double.CreateChecked(one[at]) - meanOne, double.CreateChecked(other[at]) - meanOther);
            both += fromOne * fromOther;
            squareOne += fromOne * fromOne;
            squareOther += fromOther * fromOther;
        }
        if (squareOne == 0 || squareOther == 0)
            return one.SequenceEqual(other) ? 1 : 0;
        return both / Math.Sqrt(squareOne * squareOther);
    }

    private static double Mean<T>(ReadOnlySpan<T> values) where T : INumberBase<T>
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += double.CreateChecked(value);
        return sum / values.Length;
    }
}
