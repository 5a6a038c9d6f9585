using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Benchmarks.Adversaries.Cheats;

/// <summary>Asks the network under other words than the order's.</summary>
internal sealed class OtherOrder(Laboratory laboratory, string name, Func<PictureOrder, PictureOrder> otherwise) : ICheat
{
    public string Name => name;

    public CheatOutcome Run(PictureOrder order)
    {
        var (walk, other) = (new Walk(laboratory, order), otherwise(order));
        for (var evaluation = 0; evaluation < walk.Evaluations; evaluation++)
            walk.Take(evaluation, walk.Ask(laboratory.Referee, evaluation, other), isHonest: other == order);
        return walk.Finish();
    }
}
