namespace LaionGrid.TestKit.Onnx.Layers;

/// <summary>Numbers as waves (Vaswani and others, 2017): what a network is told times and sizes by.</summary>
public static class Sinusoids
{
    private const double Longest = 10_000;

    /// <summary>[n, width] for any n numbers: cosines, then sines, of 10000^(-2i/width) times the number.</summary>
    public static Value ToWaves(this Value numbers, int width)
    {
        var frequencies = new float[width / 2];
        for (var index = 0; index < frequencies.Length; index++)
            frequencies[index] = (float)Math.Pow(Longest, -(double)index / frequencies.Length);
        var angles = numbers.Cast(NumberKind.Float32).Reshape(-1, 1) * numbers.Graph.Singles(frequencies);
        return angles.Apply("Cos").Concat(1, angles.Apply("Sin")).Cast(numbers.Graph.Numbers);
    }

    /// <summary>Two layers that make an embedding of waves.</summary>
    public static Value Embed(this Value waves, Scope at, long inputs, long width) =>
        waves.Linear(at["linear_1"], inputs, width).Silu().Linear(at["linear_2"], width, width);
}
