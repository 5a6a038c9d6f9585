namespace LaionGrid.Web.Datasets.Explorer.Images;

/// <summary>One row as pages, records and exports show it. Scores as in LaionGrid.Datasets.Explorer.ExplorerRow; what is not known is null.</summary>
public sealed record ImageView
{
    /// <summary>Rank by score in its data set, 1 for the best.</summary>
    public required long Id { get; init; }

    public required string Uid { get; init; }

    public required string Prompt { get; init; }

    public string? NegativePrompt { get; init; }

    public string? Caption { get; init; }

    public string? Url { get; init; }

    public double? Score { get; init; }

    public double? Rating { get; init; }

    public long Ratings { get; init; }

    public double? Similarity { get; init; }

    public double? Unsafe { get; init; }

    public double? Watermark { get; init; }

    public DateTimeOffset? Created { get; init; }

    /// <summary>In pixels.</summary>
    public long? Width { get; init; }

    /// <summary>In pixels.</summary>
    public long? Height { get; init; }

    public long? Steps { get; init; }

    public double? Cfg { get; init; }

    public long? Seed { get; init; }

    public string? Model { get; init; }

    public string? Sampler { get; init; }

    public string? Source { get; init; }

    public string? Lang { get; init; }

    public string? License { get; init; }
}
