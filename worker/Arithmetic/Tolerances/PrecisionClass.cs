namespace LaionGrid.Arithmetic.Tolerances;

/// <summary>
/// Machines that compute with the same precision, and how far from the reference one of them may be. Which machine is of which class the operator decides by its
/// provider, never the worker: one that could name a coarse class would be given a wide tolerance.
/// </summary>
public sealed record PrecisionClass
{
    /// <summary>Such as "fp32" or "fp16".</summary>
    public required string Name { get; init; }

    /// <summary>Execution providers that the operator admits into it, as workers name theirs: "CPU", "CUDA".</summary>
    public required IReadOnlyList<string> Providers { get; init; }

    /// <summary>The guidance scale that guided residuals were measured at.</summary>
    public required double Guidance { get; init; }

    /// <summary>First percentile of how many times its tolerance the hardest cheat that was tried lies: below 1 some of its steps pass, and an audit should look at two.</summary>
    public required double Margin { get; init; }

    /// <summary><see cref="TimestepBins.Count"/> of them, along the schedule.</summary>
    public required IReadOnlyList<ToleranceBin> Bins { get; init; }

    public ToleranceBin BinAt(double timestep) => TimestepBins.At(Bins, timestep, bin => bin.Below);

    public double RawTau(double timestep) => BinAt(timestep).Raw.Tau;

    /// <param name="guidance">The order's. Above the scale that was measured the tolerance grows as guidance enlarges noise; below it stays.</param>
    public double GuidedTau(double timestep, double guidance) =>
        BinAt(timestep).Guided.Tau * Math.Max(1, Residuals.Amplification(guidance) / Residuals.Amplification(Guidance));

    /// <summary>How many times its tolerance a residual is, the larger of raw and guided. Above 1 it is not honest; from 10 on it is gross.</summary>
    public double TimesTolerance(StepResidual residual, double timestep) =>
        Math.Max(residual.Raw / RawTau(timestep), residual.Guided / GuidedTau(timestep, residual.Guidance));

    public bool Exceeds(StepResidual residual, double timestep) => !(TimesTolerance(residual, timestep) <= 1); // so that what is no number exceeds
}
