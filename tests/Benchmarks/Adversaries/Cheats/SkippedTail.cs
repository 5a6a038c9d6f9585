using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Benchmarks.Adversaries.Cheats;

/// <summary>Stops asking when the picture can be seen, and claims what leads straight to it.</summary>
internal sealed class SkippedTail(Laboratory laboratory, double share) : ICheat
{
    public string Name => "last quarter of the steps left out";

    public CheatOutcome Run(PictureOrder order)
    {
        var walk = new Walk(laboratory, order);
        var (from, clean) = ((int)(walk.Evaluations * (1 - share)), Array.Empty<float>());
        for (var evaluation = 0; evaluation < walk.Evaluations; evaluation++)
        {
            if (evaluation < from)
            {
                var answer = walk.Ask(laboratory.Referee, evaluation);
                clean = walk.Implied(evaluation, answer.Guided(order.Guidance));
                walk.Take(evaluation, answer, isHonest: true);
            }
            else
            {
                walk.Take(evaluation, Claim.Guiding(walk.Implying(evaluation, clean), walk.At(evaluation - 1), order.Guidance), isHonest: false);
            }
        }
        return walk.Finish();
    }
}
