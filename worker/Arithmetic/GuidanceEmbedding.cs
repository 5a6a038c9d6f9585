using LaionGrid.Arithmetic.Noise;

namespace LaionGrid.Arithmetic;

/// <summary>
/// How networks that were taught guidance are told how hard to follow the text (Luo and others, 2023, latent consistency models): the
/// sinusoids of 1000 (scale - 1), at frequencies that fall geometrically from 1 to 1/10,000; first the sines, then the cosines.
/// </summary>
public static class GuidanceEmbedding
{
    private const double Stretch = 1000;
    private const double LowestFrequency = 1e-4;
    private const double FullTurn = 6.28318530717958647692;

    /// <param name="scale">1 is no guidance.</param>
    /// <param name="width">Even, 4 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width cannot be.</exception>
    public static float[] Of(double scale, int width)
    {
        if (width < 4 || width % 2 != 0)
            throw new ArgumentOutOfRangeException(nameof(width), width, "A guidance embedding is 4 numbers wide or more, and an even number.");
        var half = width / 2;
        var embedding = new float[width];
        for (var index = 0; index < half; index++)
        {
            var frequency = ExactMath.Exp(ExactMath.Log(LowestFrequency) * index / (half - 1));
            var turns = (scale - 1) * Stretch * frequency / FullTurn;
            var (cos, sin) = ExactMath.CosSinOfTurns(turns - Math.Floor(turns));
            (embedding[index], embedding[half + index]) = ((float)sin, (float)cos);
        }
        return embedding;
    }
}
