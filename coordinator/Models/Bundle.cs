namespace LaionGrid.Coordinator.Models;

/// <summary>How the denoising steps are taken.</summary>
internal enum Sampler
{
    Ddim,
    Euler,
    Dpmpp2M,
}

/// <summary>One model as the grid offers it, read from the folder's bundle.json.</summary>
internal sealed record Bundle
{
    public required string Id { get; init; }

    public required int Version { get; init; }

    /// <summary>Device memory that a default render needs, in MiB; 0 when the manifest does not say.</summary>
    public required long MemoryMiB { get; init; }

    public required BundleLimits Limits { get; init; }

    public required Tariff Tariff { get; init; }

    /// <summary>Least peak signal-to-noise ratio, in dB, between two honest renders of one job.</summary>
    public required double MinPsnrDb { get; init; }

    /// <summary>Where each published file lies, by its lower-case hex SHA-256.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>The manifest's text, passed on to workers as it stands.</summary>
    public required string Manifest { get; init; }
}

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
}
