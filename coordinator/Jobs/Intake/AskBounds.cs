namespace LaionGrid.Coordinator.Jobs.Intake;

/// <summary>Whom bounds are for.</summary>
internal enum RateClass
{
    /// <summary>Whoever asks without an account.</summary>
    Anonymous,

    /// <summary>An account that has shown little yet.</summary>
    New,

    /// <summary>An account of some standing.</summary>
    Trusted,

    /// <summary>The operator, who has no bounds.</summary>
    Operator,
}

/// <summary>How much one may ask for.</summary>
/// <param name="Waiting">Pictures in line at once; 0 for no bound.</param>
/// <param name="PerDay">Pictures a day; 0 for no bound.</param>
internal readonly record struct AskBounds(int Waiting, int PerDay);
