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

    /// <summary>The product of two rows of one length.</summary>
    public static double Dot(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var sum = 0.0;
        for (var index = 0; index < one.Length; index++)
            sum += (double)one[index] * other[index];
        return sum;
    }
}
