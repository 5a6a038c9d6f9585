using LaionGrid.Arithmetic.Trajectories;

namespace LaionGrid.Coordinator.Verification.Revealing;

/// <summary>What a referee is asked about a trajectory, and what its answer is held against.</summary>
/// <param name="Evaluations">In rising order.</param>
/// <param name="Latents">Where each of them starts.</param>
/// <param name="Final">Where the trajectory ends.</param>
/// <param name="Claimed">What the worker says of each, a trajectory of that evaluation alone.</param>
/// <param name="Source">What the worker says that the picture which it begins from is as a latent; empty when it begins from noise.</param>
internal sealed record Question(IReadOnlyList<int> Evaluations, IReadOnlyList<float[]> Latents, float[] Final, IReadOnlyList<Trajectory> Claimed, float[] Source)
{
    public long Bytes => (Latents.Sum(latent => (long)latent.Length) + Final.Length + Source.Length) * sizeof(float) + Claimed.Sum(one => (long)one.Bytes.Length);

    /// <param name="latents">Of all evaluations.</param>
    public static Question Of(IReadOnlyList<int> evaluations, IReadOnlyList<float[]> latents, float[] final, Trajectory trajectory) =>
        new(evaluations, [.. evaluations.Select(evaluation => latents[evaluation])], final, [.. evaluations.Select(trajectory.At)], trajectory.ReadSource());
}
