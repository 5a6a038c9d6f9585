using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>Everything that decides a picture, given the bundle.</summary>
public sealed record PictureOrder
{
    /// <summary>Of a side in pixels, at most.</summary>
    public const int LargestSide = 4096;

    /// <summary>Of pictures in one order, at most.</summary>
    public const int LargestCount = 64;

    /// <summary>May weigh its parts: (more), [less], (this:1.3); BREAK begins a new chunk of 75 tokens. A backslash makes a bracket a letter.</summary>
    public required string Prompt { get; init; }

    /// <summary>What guidance leads away from. Counts only with guidance above 1, and not in models that guide themselves (LCM).</summary>
    public string NegativePrompt { get; init; } = "";

    /// <summary>In pixels, a multiple of the bundle's cell, which is 8, and at most <see cref="LargestSide"/>.</summary>
    public required int Width { get; init; }

    /// <summary>In pixels, a multiple of the bundle's cell, which is 8, and at most <see cref="LargestSide"/>.</summary>
    public required int Height { get; init; }

    /// <summary>1 to the training steps of the bundle's schedule, usually 1000.</summary>
    public required int Steps { get; init; }

    /// <summary>How hard the prompt pulls; 1 is no guidance, at half the work.</summary>
    public required float Guidance { get; init; }

    public required SamplerKind Sampler { get; init; }

    /// <summary>How the steps are spread over the noise; null for the bundle's own way.</summary>
    public SigmaSpacing? Sigmas { get; init; }

    /// <summary>Of the first picture's noise; the next ones' are one more each. The low 32 bits count.</summary>
    public required long Seed { get; init; }

    /// <summary>Pictures to render, 1 to <see cref="LargestCount"/>: as many at once as the device's memory takes.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Last layers of the text encoder that are left out, 0 for none.</summary>
    public int ClipSkip { get; init; }

    /// <summary>A picture to begin from; null to begin from noise.</summary>
    public PictureSource? Source { get; init; }
}
