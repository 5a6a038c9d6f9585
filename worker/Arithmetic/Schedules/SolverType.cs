namespace LaionGrid.Arithmetic.Schedules;

/// <summary>Which second-order form a multistep sampler takes. Each sampler knows two and takes its first for the other's, as diffusers does.</summary>
public enum SolverType
{
    /// <summary>DPM-Solver++, the usual one (Lu and others, 2022, algorithm 2).</summary>
    Midpoint,

    /// <summary>DPM-Solver++ with the exact integral of a linear model.</summary>
    Heun,

    /// <summary>UniPC with B(h) = e^h - 1, the usual one (Zhao and others, 2023).</summary>
    Bh2,

    /// <summary>UniPC with B(h) = h.</summary>
    Bh1,
}
