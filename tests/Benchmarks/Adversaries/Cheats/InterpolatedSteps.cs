using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Benchmarks.Adversaries.Cheats;

/// <summary>
/// Asks at every second step alone: goes ahead on a guess, asks there, and claims the middle for the step left out. The step asked about is then reached along another way than
/// it was asked from, by a little.
/// </summary>
internal sealed class InterpolatedSteps(Laboratory laboratory) : ICheat
{
    public string Name => "every second step interpolated";

    public CheatOutcome Run(PictureOrder order)
    {
        var walk = new Walk(laboratory, order);
        walk.Take(0, walk.Ask(laboratory.Referee, 0), isHonest: true);
        walk.Take(1, walk.Ask(laboratory.Referee, 1), isHonest: true);
        for (var evaluation = 2; evaluation < walk.Evaluations; evaluation += 2)
        {
            var last = walk.At(evaluation - 1);
            if (evaluation + 1 == walk.Evaluations)
            {
                walk.Take(evaluation, walk.Ask(laboratory.Referee, evaluation), isHonest: true);
                break;
            }
            var guess = last.Mix(2, walk.At(evaluation - 2), -1);
            var (rest, unit, guided) = (walk.Probe(evaluation, 0), walk.Probe(evaluation, 1), guess.Guided(order.Guidance));
            var ahead = rest.Select((value, index) => value + ((unit[index] - value) * guided[index])).ToArray();
            var found = walk.Ask(laboratory.Referee, evaluation + 1, latent: ahead);
            walk.Take(evaluation, last.Mix(0.5, found, 0.5), isHonest: false);
            walk.Take(evaluation + 1, found, isHonest: false);
        }
        return walk.Finish();
    }
}
