using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Benchmarks.Adversaries.Cheats;

/// <summary>Takes a finished latent from anywhere and claims at each step just what leads to it.</summary>
internal sealed class ForgedPath(Laboratory laboratory) : ICheat
{
    public string Name => "forged path to an old picture";

    public CheatOutcome Run(PictureOrder order)
    {
        var (walk, old) = (new Walk(laboratory, order), OldPicture.Of(laboratory, order));
        for (var evaluation = 0; evaluation < walk.Evaluations; evaluation++)
            walk.Take(evaluation, Claim.Guiding(walk.Implying(evaluation, old.Final), old.At(evaluation), order.Guidance), isHonest: false);
        return walk.Finish();
    }
}
