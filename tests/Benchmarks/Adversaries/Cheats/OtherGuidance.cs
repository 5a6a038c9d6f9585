using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Benchmarks.Adversaries.Cheats;

/// <summary>Follows the prompt as hard as it likes, and moves the conditional output so that the order's scale leads there.</summary>
internal sealed class OtherGuidance(Laboratory laboratory, double part) : ICheat
{
    public string Name => "other guidance";

    public CheatOutcome Run(PictureOrder order)
    {
        var walk = new Walk(laboratory, order);
        for (var evaluation = 0; evaluation < walk.Evaluations; evaluation++)
        {
            var answer = walk.Ask(laboratory.Referee, evaluation);
            var moved = answer.Unconditional.Zip(answer.Conditional, (one, two) => (float)(one + (part * (two - one)))).ToArray();
            walk.Take(evaluation, new(answer.Unconditional, moved), isHonest: false);
        }
        return walk.Finish();
    }
}
