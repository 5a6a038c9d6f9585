using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Benchmarks.Adversaries.Cheats;

/// <summary>Claims an earlier trajectory's outputs on the order's own way, wherever that leads.</summary>
internal sealed class StolenOutputs(Laboratory laboratory) : ICheat
{
    public string Name => "outputs of another seed";

    public CheatOutcome Run(PictureOrder order)
    {
        var (walk, old) = (new Walk(laboratory, order), OldPicture.Of(laboratory, order));
        for (var evaluation = 0; evaluation < walk.Evaluations; evaluation++)
            walk.Take(evaluation, old.At(evaluation), isHonest: false);
        return walk.Finish();
    }
}
