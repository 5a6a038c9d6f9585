namespace LaionGrid.Arithmetic.Schedules;

/// <summary>How the variance grows over the training steps.</summary>
public enum BetaSchedule
{
    /// <summary>Evenly in beta.</summary>
    Linear,

    /// <summary>Evenly in the square root of beta.</summary>
    ScaledLinear,

    /// <summary>ā falls as a squared cosine, betas at most 0.999 (Nichol and Dhariwal, 2021, formula 17).</summary>
    SquaredCosine,
}
