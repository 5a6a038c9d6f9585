namespace LaionGrid.Arithmetic.Tolerances;

/// <summary>What one evaluation of a trajectory looks like, seen without a network.</summary>
/// <param name="Norm">Root mean square of the guided output.</param>
/// <param name="Clean">Root mean square of the clean latent that it implies.</param>
/// <param name="Cosine">Of the angle to the guided output before; 1 for the first.</param>
public sealed record StepTraits(int Evaluation, double Timestep, double Norm, double Clean, double Cosine);
