using LaionGrid.Arithmetic.Tolerances;

namespace LaionGrid.Diffusion.Calibration;

/// <summary>A class as it was measured, and how well it tells cheats from honest steps.</summary>
public sealed record ProposedClass(PrecisionClass Class, IReadOnlyList<CheatSpread> Cheats)
{
    /// <summary>Share of a cheat's steps that a class must catch to be of use.</summary>
    public const double LeastCaught = 0.95;

    /// <summary>False when some cheat passes too often: a worker of this class could not be told from one that saves work.</summary>
    public bool IsAdmitted => Cheats.All(cheat => cheat.Caught >= LeastCaught);
}
