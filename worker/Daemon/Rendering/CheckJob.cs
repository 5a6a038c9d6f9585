using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Diffusion.Scoring;

namespace LaionGrid.Worker.Rendering;

/// <summary>Evaluations to do again with a bundle that lies ready.</summary>
/// <param name="Latents">Where each starts, in single precision; behind them the latent to decode if there is one to.</param>
internal sealed record CheckJob(string BundleId, string BundleFolder, PictureOrder Order, IReadOnlyList<int> Evaluations, bool Decodes, ReadOnlyMemory<byte> Latents)
{
    /// <summary>What the picture begins from, which the order leaves out; null for one from noise.</summary>
    public SourceFiles? Source { get; init; }

    /// <summary>Whether that is to be encoded.</summary>
    public bool Encodes { get; init; }

    /// <summary>Without the prompt: records print their members, and a log must not.</summary>
    public override string ToString() => BundleId;
}

/// <summary>How a check ended.</summary>
internal abstract record CheckOutcome
{
    /// <param name="Outputs">In the form of a trajectory, with the source's latent if that was asked for.</param>
    /// <param name="Png">The decoded picture; empty when none was asked for.</param>
    internal sealed record Checked(ReadOnlyMemory<byte> Outputs, ReadOnlyMemory<byte> Png) : CheckOutcome
    {
        /// <summary>Of the decoded picture; null without one, and when the bundle has nothing to judge pictures with.</summary>
        public PictureScores? Scores { get; init; }
    }

    /// <param name="Detail">For logs; holds no prompt.</param>
    internal sealed record Failed(RenderFault Fault, string Detail) : CheckOutcome;
}
