namespace LaionGrid.Arithmetic.Tolerances;

/// <summary>What is tolerated in one part of the schedule.</summary>
/// <param name="Below">The first timestep that is no longer of it; the last bin's is open.</param>
/// <param name="Samples">Honest comparisons it was measured from.</param>
/// <param name="Raw">Of residuals before guidance.</param>
/// <param name="Guided">Of residuals after guidance at the table's scale.</param>
public sealed record ToleranceBin(double Below, int Samples, LogSpread Raw, LogSpread Guided)
{
    /// <summary>
    /// Recording rounds outputs by about this much in the root mean square. Machines that are nearer to each other than that are told apart by chance alone, and the next
    /// honest one need not be as near.
    /// </summary>
    public const double Rounding = 1.0 / (1 << 12);

    /// <param name="residuals">At least one; guided ones at <paramref name="guidance"/>.</param>
    public static ToleranceBin Of(double below, IReadOnlyCollection<StepResidual> residuals, double guidance) => new(
        below, residuals.Count,
        LogSpread.Of([.. residuals.Select(one => one.Raw)], Rounding),
        LogSpread.Of([.. residuals.Select(one => one.Guided)], Rounding * Math.Max(1, Residuals.Amplification(guidance))));
}
