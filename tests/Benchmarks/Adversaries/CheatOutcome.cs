using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Diffusion.Imaging;

namespace LaionGrid.Benchmarks.Adversaries;

/// <summary>What a worker hands in for an order: all that the protocol lets it say.</summary>
/// <param name="Trajectory">What it says its network answered.</param>
/// <param name="Latent">What it says that led to.</param>
/// <param name="Altered">Evaluations at which the claim is not what an honest network answers.</param>
/// <param name="Saved">Share of the order's network compute that it did not do. Work done earlier for another order is not counted.</param>
internal sealed record CheatOutcome(Trajectory Trajectory, float[] Latent, Picture Picture, IReadOnlyList<int> Altered, double Saved);
