using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Worker.Rendering;

/// <summary>One picture to render with a bundle that lies ready.</summary>
/// <param name="AttemptId">32 hexadecimal digits: whom the commitment names.</param>
internal sealed record RenderJob(string AttemptId, string BundleId, string BundleFolder, PictureOrder Order)
{
    /// <summary>What the picture begins from, which the order leaves out; null for one from noise.</summary>
    public SourceFiles? Source { get; init; }

    /// <summary>Without the prompt: records print their members, and a log must not.</summary>
    public override string ToString() => BundleId;
}
