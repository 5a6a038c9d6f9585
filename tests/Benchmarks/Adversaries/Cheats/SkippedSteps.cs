using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Benchmarks.Adversaries.Cheats;

/// <summary>Asks the network at some steps alone, and guesses the others from the answers before.</summary>
/// <param name="every">Of so many steps...</param>
/// <param name="asked">... so many are honest, the first ones.</param>
/// <param name="order">0 repeats the last answer, 1 goes on in a line, 2 in a parabola.</param>
internal sealed class SkippedSteps(Laboratory laboratory, string name, int every, int asked, int order) : ICheat
{
    public string Name => name;

    public CheatOutcome Run(PictureOrder picture)
    {
        var walk = new Walk(laboratory, picture);
        for (var evaluation = 0; evaluation < walk.Evaluations; evaluation++)
        {
            var isHonest = evaluation <= order || evaluation % every < asked;
            walk.Take(evaluation, isHonest ? walk.Ask(laboratory.Referee, evaluation) : Guess(walk, evaluation), isHonest);
        }
        return walk.Finish();
    }

    private Claim Guess(Walk walk, int evaluation)
    {
        var last = walk.At(evaluation - 1);
        if (order == 0)
            return last;
        var before = walk.At(evaluation - 2);
        return order == 1 ? last.Mix(2, before, -1) : last.Mix(3, before, -3).Mix(1, walk.At(evaluation - 3), 1);
    }
}
