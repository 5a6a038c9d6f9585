using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Benchmarks.Adversaries.Cheats;

/// <summary>Hands in an earlier picture with all that belongs to it: nothing of it follows from the order's seed.</summary>
internal sealed class StalePicture(Laboratory laboratory) : ICheat
{
    public string Name => "stale picture";

    public CheatOutcome Run(PictureOrder order)
    {
        var old = OldPicture.Of(laboratory, order);
        var picture = laboratory.Referee.Decode(order, old.Final, CancellationToken.None);
        return new(old.Trajectory, old.Final, picture, [.. Enumerable.Range(0, old.Trajectory.Evaluations)], laboratory.Compute.Saved(order, old.Trajectory.Evaluations, 0, 0));
    }
}
