namespace LaionGrid.Arithmetic.Schedules;

/// <summary>What the network predicts.</summary>
public enum PredictionType
{
    /// <summary>The noise ε.</summary>
    Epsilon,

    /// <summary>The velocity v = √ā ε - √(1-ā) x0 (Salimans and Ho, 2022, appendix D).</summary>
    Velocity,

    /// <summary>The clean sample x0.</summary>
    Sample,
}
