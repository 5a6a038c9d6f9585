namespace LaionGrid.Arithmetic.Trajectories;

/// <summary>A picture that a run begins from, as latents.</summary>
/// <param name="Clean">[channels, height, width], in numbers that a trajectory can keep: see <see cref="Trajectory.RecordSource"/>.</param>
/// <param name="Anew">[height, width], 1 where it is made anew and 0 where it stays; null to make all of it anew.</param>
public sealed record SourceLatent(float[] Clean, float[]? Anew);
