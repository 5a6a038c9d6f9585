using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Scoring;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>A finished picture.</summary>
/// <param name="Seed">Of its noise, 0 to 4,294,967,295: the order's, and one more for each picture before it.</param>
/// <param name="Scores">What the bundle's scoring parts say of it; null when it has none.</param>
/// <param name="Latent">What the decoder was given: [channels, height, width].</param>
/// <param name="Trajectory">The network's outputs on the way there.</param>
public sealed record RenderedPicture(Picture Picture, long Seed, PictureScores? Scores, float[] Latent, Trajectory Trajectory);
