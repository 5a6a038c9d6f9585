namespace LaionGrid.Arithmetic.Schedules;

/// <summary>How the noise levels of a run lie between its noisiest and its cleanest.</summary>
public enum SigmaSpacing
{
    /// <summary>As the model was trained: those of the timesteps.</summary>
    Model,

    /// <summary>Evenly in the seventh root (Karras and others, 2022, formula 5).</summary>
    Karras,

    /// <summary>Evenly in the logarithm.</summary>
    Exponential,
}
