namespace LaionGrid.Web.Coordinator.Jobs;

/// <summary>A model that may be asked for, with what may be asked of it.</summary>
public sealed record BundleView
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required int MinSide { get; init; }

    public required int MaxSide { get; init; }

    public required int SideStep { get; init; }

    public required long MaxPixels { get; init; }

    public required int DefaultWidth { get; init; }

    public required int DefaultHeight { get; init; }

    public required int MaxSteps { get; init; }

    public required int DefaultSteps { get; init; }

    public required float DefaultGuidance { get; init; }

    public required string DefaultSampler { get; init; }

    /// <summary>Those that it can be asked for.</summary>
    public IReadOnlyList<SamplerView> Samplers { get; init; } = Jobs.Samplers.All;
}
