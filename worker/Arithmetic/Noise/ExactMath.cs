namespace LaionGrid.Arithmetic.Noise;

/// <summary>
/// Logarithm, exponential, sine and cosine from IEEE addition, multiplication, division and square root alone, so that every machine gets
/// the same bits. Platform functions differ between C libraries, and fused operations between processors; neither is used here.
/// </summary>
public static class ExactMath
{
    private const double Ln2 = 0.693147180559945309417232121458;
    private const double Ln2High = 0.693147180369123816490;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double MaxExponent = 708;
    private const double SqrtHalf = 0.70710678118654752440;
    private const double HalfPi = 1.57079632679489661923;
    private const int MantissaBits = 52;
    private const int ExponentBias = 1023;
    private const int MostTerms = 24;

    /// <summary>1/n, and 1/(n (n - 1)): dividing in every term would take most of the time of a noise draw.</summary>
    private static readonly double[] Reciprocals = [.. Enumerable.Range(0, MostTerms).Select(term => term == 0 ? 0 : 1.0 / term)];
    private static readonly double[] ReciprocalPairs = [.. Enumerable.Range(0, MostTerms).Select(term => term < 2 ? 0 : 1.0 / (term * (term - 1)))];

    /// <summary>
    /// Natural logarithm of a positive, normal, finite number, good to about 2 units in the last place: with x = m 2^e and m in
    /// [√½, √2), ln m = 2 artanh((m - 1) / (m + 1)) as its series.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive, normal and finite.</exception>
    public static double Log(double x)
    {
        if (!(double.IsNormal(x) && x > 0))
            throw new ArgumentOutOfRangeException(nameof(x), x, "The logarithm wants a positive, normal, finite number.");
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> MantissaBits) - ExponentBias;
        var mantissa = BitConverter.Int64BitsToDouble((bits & ((1L << MantissaBits) - 1)) | ((long)ExponentBias << MantissaBits)) * 0.5;
        exponent++;
        if (mantissa < SqrtHalf)
        {
            mantissa *= 2;
            exponent--;
        }
        var ratio = (mantissa - 1) / (mantissa + 1);
        return (exponent * Ln2) + (2 * ratio * ArtanhSeries(ratio * ratio));
    }

    /// <summary>
    /// e to the power of a number within ±708 (where the result is normal), good to about 2 units in the last place: with
    /// x = k ln 2 + r and |r| at most ½ ln 2, e^x = 2^k e^r, and e^r as its series. ln 2 is taken in two parts, the first exact in 32 bits.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not within ±708.</exception>
    public static double Exp(double x)
    {
        if (!(x >= -MaxExponent && x <= MaxExponent))
            throw new ArgumentOutOfRangeException(nameof(x), x, "The exponential wants a number within ±708.");
        var power = Math.Round(x / Ln2, MidpointRounding.ToEven);
        var rest = (x - (power * Ln2High)) - (power * Ln2Low);
        var scale = BitConverter.Int64BitsToDouble((long)(ExponentBias + (int)power) << MantissaBits);
        return scale * ExpSeries(rest);
    }

    /// <summary>Cosine and sine of <paramref name="turns"/> full turns, 0 to 1, good to about 2 units in the last place.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The angle is not within one turn.</exception>
    public static (double Cos, double Sin) CosSinOfTurns(double turns)
    {
        if (!(turns >= 0 && turns <= 1))
            throw new ArgumentOutOfRangeException(nameof(turns), turns, "The angle is 0 to 1 turns.");
        var quarters = turns * 4; // exact: a power of two
        var quadrant = (int)quarters;
        var angle = quarters - quadrant; // exact: both have the same grid
        var (cos, sin) = angle <= 0.5
            ? (CosSeries(angle * HalfPi), SinSeries(angle * HalfPi))
            : (SinSeries((1 - angle) * HalfPi), CosSeries((1 - angle) * HalfPi));
        return (quadrant & 3) switch
        {
            0 => (cos, sin),
            1 => (-sin, cos),
            2 => (-cos, -sin),
            _ => (sin, -cos),
        };
    }

    /// <summary>1 + z/3 + z²/5 + ...; z is at most 0.0295, so the first term left out is below 2^-60.</summary>
    private static double ArtanhSeries(double z)
    {
        var sum = 0.0;
        for (var odd = 23; odd >= 1; odd -= 2)
            sum = (sum * z) + Reciprocals[odd];
        return sum;
    }

    /// <summary>1 + x + x²/2! + ...; |x| is at most 0.347, so the first term left out is below 2^-57.</summary>
    private static double ExpSeries(double x)
    {
        var sum = 1.0;
        for (var term = 13; term >= 1; term--)
            sum = 1 + (x * Reciprocals[term] * sum);
        return sum;
    }

    /// <summary>x - x³/3! + ... for 0 to π/4.</summary>
    private static double SinSeries(double x)
    {
        var (square, sum) = (x * x, 1.0);
        for (var term = 19; term >= 3; term -= 2)
            sum = 1 - (square * ReciprocalPairs[term] * sum);
        return x * sum;
    }

    /// <summary>1 - x²/2! + ... for 0 to π/4.</summary>
    private static double CosSeries(double x)
    {
        var (square, sum) = (x * x, 1.0);
        for (var term = 18; term >= 2; term -= 2)
            sum = 1 - (square * ReciprocalPairs[term] * sum);
        return sum;
    }
}
