namespace LaionGrid.Arithmetic.Tolerances;

/// <summary>An evaluation that does not look like honest ones.</summary>
public sealed record StandingOut(StepTraits Step, Oddities Why);
