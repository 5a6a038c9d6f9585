using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;
using LaionGrid.Arithmetic.Tolerances;

namespace LaionGrid.Coordinator.Models;

/// <summary>One model as the grid offers it, read from the folder's bundle.json.</summary>
internal sealed record Bundle
{
    public required string Id { get; init; }

    public required int Version { get; init; }

    /// <summary>Device memory that a default render needs, in MiB; 0 when the manifest does not say.</summary>
    public required long MemoryMiB { get; init; }

    public required BundleLimits Limits { get; init; }

    public required Tariff Tariff { get; init; }

    /// <summary>Shape of the latents that its trajectories are of.</summary>
    public required BundleLatent Latent { get; init; }

    /// <summary>Fits its latents to colours; null when it states no weights.</summary>
    public BundlePreview? Preview { get; init; }

    /// <summary>The noise that it was trained with: by it trajectories are replayed.</summary>
    public required NoiseSchedule Schedule { get; init; }

    /// <summary>How far honest outputs may differ.</summary>
    public required ToleranceTable Tolerance { get; init; }

    /// <summary>Least peak signal-to-noise ratio, in dB, between two honest decodings of one latent.</summary>
    public required double MinPsnrDb { get; init; }

    /// <summary>Most that two honest latents of one source picture may differ, relative to their size; 0 where no picture begins from another.</summary>
    public double MaxEncodingResidual { get; init; }

    /// <summary>Where each published file lies, by its lower-case hex SHA-256.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>Whether it has networks that say how safe a picture is; a worker that has rendered with it has these scores.</summary>
    public bool JudgesSafety => Files.Values.Any(path => Path.GetFileName(Path.GetDirectoryName(path)) is "nsfw" or "safety_checker");

    /// <summary>How often so many steps ask the network.</summary>
    /// <param name="strength">How much of a picture is made anew; 1 from noise.</param>
    public int EvaluationsOf(Sampler sampler, int steps, double strength = 1) => SamplerTerms.Evaluations(sampler.ToKind(), Schedule.Options, SamplingPlan.Of(steps, strength));

    /// <summary>The manifest's text, passed on to workers as it stands.</summary>
    public required string Manifest { get; init; }
}

/// <summary>How a picture's size and guidance make the shape of its trajectory.</summary>
/// <param name="CellPixels">Along a latent cell's side.</param>
/// <param name="GuidesItself">The network is told the guidance, and needs no second text.</param>
internal sealed record BundleLatent(int Channels, int CellPixels, bool GuidesItself)
{
    /// <summary>Elements of one output.</summary>
    public int LengthOf(int width, int height) => Channels * (width / CellPixels) * (height / CellPixels);

    /// <summary>1, or 2 under guidance.</summary>
    public int TextsOf(float guidance) => guidance > 1 && !GuidesItself ? 2 : 1;
}

/// <summary>Colours of a latent's cells, 0 to 1: clamp(bias + weights * latent).</summary>
/// <param name="Weights">Three rows, red to blue, of a weight for each channel.</param>
/// <param name="Bias">Red, green and blue.</param>
internal sealed record BundlePreview(IReadOnlyList<float> Weights, IReadOnlyList<float> Bias);

/// <summary>What may be asked of a bundle, and what is used when nothing is asked. Sides in pixels.</summary>
internal sealed record BundleLimits
{
    public required int MinSide { get; init; }

    public required int MaxSide { get; init; }

    public required int SideStep { get; init; }

    public required long MaxPixels { get; init; }

    public required int DefaultWidth { get; init; }

    public required int DefaultHeight { get; init; }

    public required int MaxSteps { get; init; }

    public required int DefaultSteps { get; init; }

    public required float DefaultGuidance { get; init; }

    public required Sampler DefaultSampler { get; init; }

    /// <summary>Those that may be asked for, the default among them.</summary>
    public IReadOnlyList<Sampler> Samplers { get; init; } = Models.Samplers.All;
}
