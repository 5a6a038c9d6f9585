using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Benchmarks.Adversaries.Cheats;

/// <summary>What an honest worker rendered earlier for the same words under another seed: the raw material of those who sell it again.</summary>
internal sealed record OldPicture(Trajectory Trajectory, IReadOnlyList<float[]> Latents, float[] Final)
{
    private const int OtherSeed = 100_003;

    public static OldPicture Of(Laboratory laboratory, PictureOrder order)
    {
        var old = order with { Seed = order.Seed + OtherSeed };
        var (trajectory, latents) = (laboratory.Referee.Follow(old, null, CancellationToken.None), new List<float[]>());
        var final = laboratory.Referee.ReplayOf(old).Run(trajectory, view => latents.Add(view.Latent.ToArray()));
        return new(trajectory, latents, final);
    }

    public Claim At(int evaluation) => Claim.Of(Trajectory, evaluation);

    /// <summary>The latent before an evaluation, or behind the last.</summary>
    public float[] LatentAt(int evaluation) => evaluation < Latents.Count ? Latents[evaluation] : Final;
}
