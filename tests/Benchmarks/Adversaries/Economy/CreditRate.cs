namespace LaionGrid.Benchmarks.Adversaries.Economy;

/// <summary>Spendable credit per unit of compute over many lives.</summary>
/// <param name="Rate">Of an honest job's credit for an honest job's compute.</param>
/// <param name="Error">Standard error of it.</param>
internal sealed record CreditRate(double Rate, double Error)
{
    /// <summary>The ratio of sums, with the error of a ratio estimate.</summary>
    public static CreditRate Of(IReadOnlyList<LifeTally> lives)
    {
        var compute = lives.Average(life => life.Compute);
        var rate = lives.Average(life => life.Spendable / (double)Life.JobMflop) / compute;
        var squares = lives.Sum(life => Math.Pow((life.Spendable / (double)Life.JobMflop) - (rate * life.Compute), 2));
        return new(rate, Math.Sqrt(squares / (lives.Count - 1) / lives.Count) / compute);
    }

    /// <summary>What a strategy gains over honest work; -1 is all of it lost.</summary>
    public Interval Over(CreditRate honest)
    {
        var ratio = Rate / honest.Rate;
        var error = Math.Sqrt(Math.Pow(Error, 2) + Math.Pow(ratio * honest.Error, 2)) / honest.Rate;
        return new(ratio - 1, Interval.Wide * error);
    }
}

/// <summary>A figure, and half the width of its 95 % interval.</summary>
internal sealed record Interval(double Value, double Half)
{
    public const double Wide = 1.96;

    /// <summary>Of a share, by Agresti and Coull: it has a width at 0 and 1 too.</summary>
    public static Interval OfShare(int held, int of)
    {
        var (n, p) = (of + 4.0, (held + 2.0) / (of + 4.0));
        return new(held / (double)of, Wide * Math.Sqrt(p * (1 - p) / n));
    }
}
