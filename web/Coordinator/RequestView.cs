namespace LaionGrid.Web.Coordinator;

/// <summary>What a person asked for, with its jobs in picture order.</summary>
public sealed record RequestView
{
    public required string RequestId { get; init; }

    public required RenderSettings Settings { get; init; }

    public required IReadOnlyList<JobView> Jobs { get; init; }

    /// <summary>Whether each picture is audited for certain.</summary>
    public bool IsVerified { get; init; }

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
}
