namespace LaionGrid.Arithmetic.Tolerances;

/// <summary>What honest trajectories look like in one part of the schedule.</summary>
/// <param name="Below">The first timestep that is no longer of it; the last bin's is open.</param>
/// <param name="Norm">99th percentile of the guided output's root mean square.</param>
/// <param name="Clean">Largest root mean square of the clean latent it implies.</param>
/// <param name="Cosine">Least cosine with the guided output before.</param>
public sealed record PlausibilityBin(double Below, double Norm, double Clean, double Cosine);
