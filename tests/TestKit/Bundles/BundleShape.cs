using System.Text.Json.Nodes;
using LaionGrid.TestKit.Onnx.Networks;

namespace LaionGrid.TestKit.Bundles;

/// <summary>What a bundle is made of, whatever the size.</summary>
public sealed record BundleShape
{
    /// <summary>The class of diffusers that renders it.</summary>
    public required string Pipeline { get; init; }

    /// <summary>scheduler_config.json.</summary>
    public required JsonObject Scheduler { get; init; }

    public required ClipTextShape Text { get; init; }

    /// <summary>SDXL's second text model.</summary>
    public ClipTextShape? SecondText { get; init; }

    public required UNetShape Denoiser { get; init; }

    public required VaeShape Vae { get; init; }

    /// <summary>What texts are padded with.</summary>
    public string Padding { get; init; } = ClipVocabulary.End;

    internal bool IsXl => SecondText is not null;
}
