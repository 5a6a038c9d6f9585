using LaionGrid.Arithmetic.Trajectories;

namespace LaionGrid.Coordinator.Verification.Revealing;

/// <summary>What a referee is asked about a trajectory, and what its answer is held against.</summary>
/// <param name="Evaluations">In rising order.</param>
/// <param name="Latents">Where each of them starts.</param>
/// <param name="Final">Where the trajectory ends.</param>
/// <param name="Claimed">What the worker says of each, a trajectory of that evaluation alone.</param>
internal sealed record Question(IReadOnlyList<int> Evaluations, IReadOnlyList<float[]> Latents, float[] Final, IReadOnlyList<Trajectory> Claimed)
{
    public long Bytes => (Latents.Sum(latent => (long)latent.Length) + Final.Length) * sizeof(float) + Claimed.Sum(one => (long)one.Bytes.Length);

    /// <param name="latents">Of all evaluations.</param>
    public static Question Of(IReadOnlyList<int> evaluations, IReadOnlyList<float[]> latents, float[] final, Trajectory trajectory) =>
        new(evaluations, [.. evaluations.Select(evaluation => latents[evaluation])], final, [.. evaluations.Select(trajectory.At)]);
}
