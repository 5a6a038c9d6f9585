namespace LaionGrid.Benchmarks.Simulation;

/// <summary>The distributions the simulation draws from, all from one seed.</summary>
internal sealed class Chance(int seed)
{
    private readonly Random _random = new(seed);

    public double Uniform() => _random.NextDouble();

    public int Below(int limit) => _random.Next(limit);

    public double Exponential(double mean) => -mean * Math.Log(1 - _random.NextDouble());

    /// <summary>Log-normal with this median; sigma is of the logarithm.</summary>
    public double LogNormal(double median, double sigma) => median * Math.Exp(sigma * Normal());

    /// <summary>Pareto: at least <paramref name="least"/>, with a tail of this exponent.</summary>
    public double Pareto(double least, double exponent) => least * Math.Pow(1 - _random.NextDouble(), -1 / exponent);

    /// <summary>A rank from 0 below <paramref name="count"/>, drawn by 1/(rank + 1): Zipf's law, by inverting its continuous form.</summary>
    public int Zipf(int count) => Math.Min(count - 1, (int)Math.Exp(_random.NextDouble() * Math.Log(count + 1.0)) - 1);

    /// <summary>An index, drawn by these shares.</summary>
    public int Index(ReadOnlySpan<double> shares)
    {
        var total = 0.0;
        foreach (var share in shares)
            total += share;
        var drawn = _random.NextDouble() * total;
        for (var index = 0; index < shares.Length - 1; index++)
        {
            if ((drawn -= shares[index]) < 0)
                return index;
        }
        return shares.Length - 1;
    }

    /// <summary>Box and Muller's transform.</summary>
    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
