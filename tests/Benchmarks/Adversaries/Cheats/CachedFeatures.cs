using LaionGrid.Benchmarks.Adversaries.Networks;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Benchmarks.Adversaries.Cheats;

/// <summary>Runs the deep layers at every so manieth step alone and uses their features in the steps between.</summary>
internal sealed class CachedFeatures(Laboratory laboratory, int interval) : ICheat
{
    public string Name => $"features kept, every {(interval == 2 ? "second" : interval == 3 ? "third" : $"{interval}th")} step whole";

    public CheatOutcome Run(PictureOrder order)
    {
        var (walk, kept) = (new Walk(laboratory, order), (Scaled: Array.Empty<float>(), Timestep: 0.0));
        for (var evaluation = 0; evaluation < walk.Evaluations; evaluation++)
        {
            if (evaluation % interval == 0)
            {
                kept = (walk.Scaled(evaluation), walk.TimestepAt(evaluation));
                walk.Take(evaluation, walk.Ask(laboratory.Referee, evaluation), isHonest: true);
                continue;
            }
            var claim = laboratory.Caching.Ask(order, walk.Sampler, evaluation, walk.Latent, kept);
            walk.Passes += FeatureCache.OuterShare * claim.Texts.Length;
            walk.Take(evaluation, claim, isHonest: false);
        }
        return walk.Finish();
    }
}
