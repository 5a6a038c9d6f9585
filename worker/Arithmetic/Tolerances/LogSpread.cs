using LaionGrid.Arithmetic.Noise;

namespace LaionGrid.Arithmetic.Tolerances;

/// <summary>How far honest residuals of one kind lie apart, as a normal distribution of their logarithms, and what is drawn from it.</summary>
/// <param name="Mu">Mean of ln residual; e^<paramref name="Mu"/> is about the median.</param>
/// <param name="Sigma">Standard deviation of ln residual.</param>
/// <param name="Tau">Above it a residual is not honest.</param>
public sealed record LogSpread(double Mu, double Sigma, double Tau)
{
    /// <summary>
    /// What a residual counts as at least. Bit-equal machines differ by nothing, which has no logarithm; two that round one of some thousand numbers
    /// differently differ by about this much in half precision.
    /// </summary>
    public const double Grain = 1e-5;

    /// <summary>Standard deviations of the logarithm between the mean and the tolerance: an honest one in a billion lies beyond, if they are normal.</summary>
    public const double Deviations = 6;

    /// <param name="residuals">At least one, each finite and not negative.</param>
    /// <param name="leastTau">Below it no tolerance falls, however alike the machines were that it was measured on.</param>
    public static LogSpread Of(IReadOnlyCollection<double> residuals, double leastTau)
    {
        ArgumentOutOfRangeException.ThrowIfZero(residuals.Count, nameof(residuals));
        var (sum, squares) = (0.0, 0.0);
        foreach (var residual in residuals)
            sum += LogOf(residual);
        var mu = sum / residuals.Count;
        foreach (var residual in residuals)
            squares += (LogOf(residual) - mu) * (LogOf(residual) - mu);
        var sigma = residuals.Count == 1 ? 0 : Math.Sqrt(squares / (residuals.Count - 1));
        return new(mu, sigma, Math.Max(leastTau, ExactMath.Exp(mu + (Deviations * sigma))));
    }

    private static double LogOf(double residual) => ExactMath.Log(Math.Max(residual, Grain));
}
