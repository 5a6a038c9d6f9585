using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Benchmarks.Adversaries.Cheats;

/// <summary>Runs another network than the bundle's at every step.</summary>
/// <param name="cost">Of a pass, as part of the honest one's.</param>
internal sealed class OtherNetwork(Laboratory laboratory, string name, double cost) : ICheat
{
    public string Name => name;

    public CheatOutcome Run(PictureOrder order)
    {
        var walk = new Walk(laboratory, order);
        for (var evaluation = 0; evaluation < walk.Evaluations; evaluation++)
            walk.Take(evaluation, walk.Ask(laboratory.Variant(name), evaluation), isHonest: false);
        return walk.Finish(walk.Passes * (cost - 1));
    }
}
