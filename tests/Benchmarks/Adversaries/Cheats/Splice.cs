using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Benchmarks.Adversaries.Cheats;

/// <summary>
/// Begins honestly, goes over in some steps to where an earlier trajectory of another seed was, and claims its outputs from there on. Those outputs are honest ones, so a check of a
/// step drawn by chance finds nothing unless it is one of those that lead over.
/// </summary>
/// <param name="at">The first step of the way over.</param>
/// <param name="over">How many it takes: 1 is the jump.</param>
internal sealed class Splice(Laboratory laboratory, int at, int over) : ICheat
{
    public string Name => over == 1 ? $"spliced after {at} {(at == 1 ? "step" : "steps")}" : $"spliced over {over} steps after {at}";

    public CheatOutcome Run(PictureOrder order)
    {
        var (walk, old) = (new Walk(laboratory, order), OldPicture.Of(laboratory, order));
        var apart = Array.Empty<float>();
        for (var evaluation = 0; evaluation < walk.Evaluations; evaluation++)
        {
            if (evaluation == at)
                apart = [.. walk.Latent.Zip(old.LatentAt(at), (own, other) => own - other)];
            if (evaluation < at)
                walk.Take(evaluation, walk.Ask(laboratory.Referee, evaluation), isHonest: true);
            else if (evaluation >= at + over && PlausibilityBounds.IsDeterministic(order.Sampler))
                walk.Take(evaluation, old.At(evaluation), isHonest: true);
            else
                walk.Take(evaluation, Over(walk, old, evaluation, apart), isHonest: false); // where noise is added it is the order's own, and each step has to make up for it
        }
        return walk.Finish();
    }

    private Claim Over(Walk walk, OldPicture old, int evaluation, float[] apart)
    {
        var left = Math.Max(0, 1 - ((evaluation - at + 1f) / over));
        var target = old.LatentAt(evaluation + 1).Zip(apart, (other, difference) => other + (left * difference)).ToArray();
        return Claim.Guiding(walk.Towards(evaluation, target), old.At(evaluation), walk.Order.Guidance);
    }
}
