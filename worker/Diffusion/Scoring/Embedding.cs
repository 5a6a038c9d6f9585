using System.Numerics;

namespace LaionGrid.Diffusion.Scoring;

/// <summary>Rows of numbers that stand for pictures and texts; only their directions count.</summary>
internal static class Embedding
{
    /// <summary>Runs a network that gives an embedding, and scales that to length 1.</summary>
    /// <exception cref="BundleException">It gives zeros or numbers that are none.</exception>
    public static float[] Run<T>(ScoringNetwork network, ReadOnlySpan<T> values, CancellationToken cancellationToken) where T : struct, INumberBase<T>
    {
        var row = network.Run(values, cancellationToken);
        var length = Math.Sqrt(Dot(row, row));
        if (length == 0)
            throw network.Fault($"gives {network.OutputName} of nothing but zeros");
        foreach (ref var value in row.AsSpan())
            value = (float)(value / length);
        return row;
    }

    /// <summary>Signed bytes of the same direction, but for rounding: the number of greatest magnitude becomes 127 or -127. Two of 512 numbers keep their cosine within about a hundredth.</summary>
    public static byte[] ToBytes(ReadOnlySpan<float> embedding)
    {
        var most = 0f;
        foreach (var number in embedding)
            most = Math.Max(most, Math.Abs(number));
        var bytes = new byte[embedding.Length];
        for (var at = 0; at < bytes.Length; at++)
            bytes[at] = (byte)(sbyte)MathF.Round(embedding[at] / most * sbyte.MaxValue);
        return bytes;
    }

    /// <summary>The product of two rows of one length.</summary>
    public static double Dot(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var sum = 0.0;
        for (var index = 0; index < one.Length; index++)
            sum += (double)one[index] * other[index];
        return sum;
    }
}
