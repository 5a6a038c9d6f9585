namespace LaionGrid.Web.Coordinator.Jobs;

/// <summary>What a person asked for, with its jobs in picture order.</summary>
public sealed record RequestView
{
    public required string RequestId { get; init; }

    public required RenderSettings Settings { get; init; }

    public required IReadOnlyList<JobView> Jobs { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether each picture is audited for certain.</summary>
    public bool IsVerified { get; init; }

    /// <summary>Whether the person who looks made it.</summary>
    public bool IsYours { get; init; }

    /// <summary>The picture that it was made from; empty for none.</summary>
    public string RemixOf { get; init; } = "";

    /// <summary>Whether who asked agreed that the pictures become open data.</summary>
    public bool IsOpenData { get; init; }

    public bool IsFinal => Jobs.All(job => job.IsFinal);
}

/// <summary>Everything that decides a picture but its seed.</summary>
public sealed record RenderSettings
{
    public required string Prompt { get; init; }

    public required string NegativePrompt { get; init; }

    public required string Bundle { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required int Steps { get; init; }

    public required float Guidance { get; init; }

    /// <summary>As <see cref="Samplers"/> spells it.</summary>
    public required string Sampler { get; init; }

    /// <summary>How much of the picture that it began from was made anew, above 0 to 1; null when it began from noise.</summary>
    public double? Strength { get; init; }

    /// <summary>Whether only a painted part of that was.</summary>
    public bool HasMask { get; init; }
}
