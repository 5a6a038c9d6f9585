using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Benchmarks.Adversaries;

/// <summary>A worker with a way of its own.</summary>
internal interface ICheat
{
    string Name { get; }

    /// <summary>Serves an order that begins from noise.</summary>
    CheatOutcome Run(PictureOrder order);
}
