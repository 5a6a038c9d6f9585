using LaionGrid.Diffusion.Scoring;

namespace LaionGrid.Worker.Rendering;

/// <summary>How a render ended.</summary>
internal abstract record RenderOutcome
{
    /// <param name="EngineVersion">Changes with anything that may change pixels.</param>
    /// <param name="Scores">Null when the bundle has nothing to judge pictures with.</param>
    /// <param name="Commitment">Binds the attempt to its trajectory and to these bytes of a picture.</param>
    /// <param name="Trajectory">As it is revealed.</param>
    internal sealed record Rendered(
        ReadOnlyMemory<byte> Png, string EngineVersion, PictureScores? Scores, ReadOnlyMemory<byte> Commitment, ReadOnlyMemory<byte> Trajectory) : RenderOutcome;

    /// <param name="Detail">For logs; holds no prompt.</param>
    internal sealed record Failed(RenderFault Fault, string Detail) : RenderOutcome;
}
