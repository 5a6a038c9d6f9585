using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Results;

/// <summary>Which commitments are kept: whole leaves, and no more than a render of so many steps can have. Whether they hold shows when the trajectory is asked for.</summary>
internal static class CommitmentRules
{
    private const int MostEvaluationsAStep = 2;
    private const int MostBeside = 9; // a multistep sampler's first steps, and the final leaf is one more

    /// <summary>Null when it may be kept.</summary>
    public static Refusal? Check(ReadOnlySpan<byte> commitment, int steps) =>
        commitment.Length % Commitment.LeafBytes == 0 && commitment.Length >= Commitment.BytesOf(1) && commitment.Length <= Commitment.BytesOf((MostEvaluationsAStep * steps) + MostBeside)
            ? null
            : Refusal.Invalid("commitment.malformed", "commitment", $"A commitment of {commitment.Length} bytes is none for {steps} steps: it has {Commitment.LeafBytes} for each evaluation of the network, and as many for the picture. Update the worker.");
}
