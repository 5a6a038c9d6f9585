using LaionGrid.Arithmetic.Noise;

namespace LaionGrid.Diffusion.Tests.Arithmetic;

/// <summary>
/// The bundled model's reference latents are numpy.random.RandomState(1000 + k).randn: the same generator and logarithm as ours
/// under the polar method. Drawing them again holds both to a second, independent implementation.
/// </summary>
public sealed class NumpyNoiseTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Generator_UnderNumpysPolarMethod_GivesTheReferenceLatents(int prompt)
    {
        var expected = Reference.Floats($"latents_{prompt}.bin");
        var bits = new Mt19937(1000 + prompt);

        var drawn = new float[expected.Length];
        for (var index = 0; index < drawn.Length; index += 2)
            (drawn[index], drawn[index + 1]) = DrawPair(bits);

        Assert.InRange(Reference.LargestDifference(expected, drawn), 0, 1e-6);
    }

    private static (float, float) DrawPair(Mt19937 bits)
    {
        while (true)
        {
            var (first, second) = ((2 * Uniform(bits)) - 1, (2 * Uniform(bits)) - 1);
            var square = (first * first) + (second * second);
            if (square is >= 1 or 0)
                continue;
            var scale = Math.Sqrt(-2 * ExactMath.Log(square) / square);
            return ((float)(scale * second), (float)(scale * first));
        }
    }

    /// <summary>53 bits of two draws.</summary>
    private static double Uniform(Mt19937 bits)
    {
        var (high, low) = (bits.Next() >> 5, bits.Next() >> 6);
        return ((high * 67108864.0) + low) / 9007199254740992.0;
    }
}
