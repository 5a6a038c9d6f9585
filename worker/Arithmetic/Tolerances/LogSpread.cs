using LaionGrid.Arithmetic.Noise;

namespace LaionGrid.Arithmetic.Tolerances;

/// <summary>How far honest residuals of one kind lie apart, as a normal distribution of their logarithms, and what is drawn from it.</summary>
/// <param name="Mu">Mean of ln residual; e^<paramref name="Mu"/> is about the median.</param>
/// <param name="Sigma">Standard deviation of ln residual, as measured.</param>
/// <param name="Tau">Above it a residual is not honest.</param>
public sealed record LogSpread(double Mu, double Sigma, double Tau)
{
    /// <summary>Standard deviations of the logarithm between the mean and the tolerance: an honest one in a billion lies beyond, if they are normal.</summary>
    public const double Deviations = 6;

    /// <summary>Machines that are more alike than this say little of the next kind: their tolerance is still e^1.2 times their mean, a little over three.</summary>
    public const double LeastSigma = 0.2;

    private const double GrainsOfRounding = 4;

    /// <param name="residuals">At least one, each finite and not negative.</param>
    /// <param name="rounding">
    /// What rounding alone makes of two outputs: no tolerance falls below it, however alike the machines were that it was measured on. A quarter of it is the least that a residual
    /// counts as: there fewer than one number in sixteen was rounded differently, or none at all, and the logarithm would make much of the difference.
    /// </param>
    public static LogSpread Of(IReadOnlyCollection<double> residuals, double rounding)
    {
        ArgumentOutOfRangeException.ThrowIfZero(residuals.Count, nameof(residuals));
        double[] logs = [.. residuals.Select(residual => ExactMath.Log(Math.Max(residual, rounding / GrainsOfRounding)))];
        var (sum, squares) = (0.0, 0.0);
        foreach (var log in logs)
            sum += log;
        var mu = sum / logs.Length;
        foreach (var log in logs)
            squares += (log - mu) * (log - mu);
        var sigma = logs.Length == 1 ? 0 : Math.Sqrt(squares / (logs.Length - 1));
        return new(mu, sigma, Math.Max(rounding, ExactMath.Exp(mu + (Deviations * Math.Max(LeastSigma, sigma)))));
    }
}
