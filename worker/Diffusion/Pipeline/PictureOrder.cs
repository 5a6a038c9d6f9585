using LaionGrid.Arithmetic;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>Everything that decides a picture, given the bundle.</summary>
public sealed record PictureOrder
{
    public required string Prompt { get; init; }

    /// <summary>What guidance leads away from. Counts only with guidance above 1.</summary>
    public string NegativePrompt { get; init; } = "";

    /// <summary>In pixels, a multiple of 8.</summary>
    public required int Width { get; init; }

    /// <summary>In pixels, a multiple of 8.</summary>
    public required int Height { get; init; }

    /// <summary>1 to the training steps of the bundle's schedule, usually 1000.</summary>
    public required int Steps { get; init; }

    /// <summary>How hard the prompt pulls; 1 is no guidance, at half the work.</summary>
    public required float Guidance { get; init; }

    public required SamplerKind Sampler { get; init; }

    /// <summary>Of the noise. The low 32 bits count.</summary>
    public required long Seed { get; init; }
}
