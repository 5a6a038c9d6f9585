namespace LaionGrid.Arithmetic.Noise;

/// <summary>
/// Standard normal numbers in the stream of torch's CPU generator: what torch.manual_seed(seed) and torch.randn give, in the same
/// order. The integers are the same bit for bit; the Gaussian transform is our own and within 1e-6 of torch's, whose last bits
/// depend on the machine. One instance serves one picture, and not several threads.
/// </summary>
/// <remarks>Source: ATen/native/cpu/DistributionTemplates.h (normal_fill) and ATen/core/DistributionsHelper.h in pytorch.</remarks>
/// <param name="seed">Its low 32 bits count, as in torch.</param>
public sealed class TorchNoise(long seed)
{
    private const int Block = 16;
    private const int Half = Block / 2;
    private const uint FloatMask = (1u << 24) - 1;
    private const ulong DoubleMask = (1ul << 53) - 1;
    private const float FloatStep = 1f / (1 << 24);
    private const double DoubleStep = 1.0 / (1ul << 53);

    private readonly Mt19937 _bits = new(seed);
    private double? _spare;

    /// <summary>Fills with independent draws of mean 0 and deviation 1. Sixteen and more are drawn in blocks, fewer one by one, as torch does.</summary>
    public void Fill(Span<float> values)
    {
        if (values.Length < Block)
        {
            foreach (ref var value in values)
                value = (float)NextDouble();
            return;
        }
        foreach (ref var value in values)
            value = NextUniform();
        for (var start = 0; start <= values.Length - Block; start += Block)
            Transform(values.Slice(start, Block));
        if (values.Length % Block != 0)
            FillTail(values[^Block..]);
    }

    /// <summary>Torch draws the last sixteen anew when the length is no multiple of sixteen.</summary>
    private void FillTail(Span<float> tail)
    {
        foreach (ref var value in tail)
            value = NextUniform();
        Transform(tail);
    }

    /// <summary>Box and Muller over pairs eight apart.</summary>
    private static void Transform(Span<float> block)
    {
        for (var index = 0; index < Half; index++)
        {
            var radius = Math.Sqrt(-2 * ExactMath.Log(1 - (double)block[index]));
            var (cos, sin) = ExactMath.CosSinOfTurns(block[index + Half]);
            block[index] = (float)(radius * cos);
            block[index + Half] = (float)(radius * sin);
        }
    }

    private float NextUniform() => (_bits.Next() & FloatMask) * FloatStep;

    private double NextDouble()
    {
        if (_spare is { } spare)
        {
            _spare = null;
            return spare;
        }
        var (turns, uniform) = (NextUniformDouble(), NextUniformDouble());
        var radius = Math.Sqrt(-2 * ExactMath.Log(1 - uniform));
        var (cos, sin) = ExactMath.CosSinOfTurns(turns);
        _spare = radius * sin;
        return radius * cos;
    }

    private double NextUniformDouble()
    {
        var high = (ulong)_bits.Next();
        return (((high << 32) | _bits.Next()) & DoubleMask) * DoubleStep;
    }
}
