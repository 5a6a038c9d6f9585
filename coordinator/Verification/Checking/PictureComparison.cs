using LaionGrid.Coordinator.Results;

namespace LaionGrid.Coordinator.Verification.Checking;

/// <summary>How alike two pictures are.</summary>
internal static class PictureComparison
{
    private const double Peak = 255;

    /// <summary>
    /// Peak signal-to-noise ratio in dB over all colour values: 10 log10(255² / mean squared difference). Infinite for equal pictures.
    /// </summary>
    /// <exception cref="ArgumentException">The pictures differ in size.</exception>
    public static double PsnrDb(PngPicture one, PngPicture other)
    {
        if (one.Width != other.Width || one.Height != other.Height)
            throw new ArgumentException($"Pictures of {one.Width}x{one.Height} and {other.Width}x{other.Height} cannot be compared.", nameof(other));
        var squares = 0L;
        for (var index = 0; index < one.Pixels.Length; index++)
        {
            var difference = one.Pixels[index] - other.Pixels[index];
            squares += difference * difference;
        }
        return squares == 0 ? double.PositiveInfinity : 10 * Math.Log10(Peak * Peak * one.Pixels.Length / squares);
    }
}
