namespace LaionGrid.Datasets.Explorer;

/// <summary>One picture as the explorer knows it, of a release or of a file that was imported. What is not known is null.</summary>
public sealed record ExplorerRow
{
    /// <summary>Names the picture in its data set, and in all pages' addresses; unique.</summary>
    public required string Uid { get; init; }

    /// <summary>What was asked for, or the text that the picture was found with. Of any length, and hostile.</summary>
    public required string Prompt { get; init; }

    public string? NegativePrompt { get; init; }

    /// <summary>What people agreed that it shows.</summary>
    public string? Caption { get; init; }

    /// <summary>Where the picture lies, of a file that has only links.</summary>
    public string? Url { get; init; }

    public string? Model { get; init; }

    public string? Sampler { get; init; }

    /// <summary>Where the prompt comes from: user, remix, model-suggested, benchmark.</summary>
    public string? Source { get; init; }

    /// <summary>Language of the prompt, as a code.</summary>
    public string? Language { get; init; }

    public int? Steps { get; init; }

    public double? Cfg { get; init; }

    public long? Seed { get; init; }

    /// <summary>In pixels.</summary>
    public int? Width { get; init; }

    /// <summary>In pixels.</summary>
    public int? Height { get; init; }

    public DateTimeOffset? Created { get; init; }

    /// <summary>How much a network thinks that people like it, 1 to 10. Rows are ordered by it.</summary>
    public double? Score { get; init; }

    /// <summary>What people's ratings come to, weighted, 1 to 10.</summary>
    public double? Rating { get; init; }

    /// <summary>How many ratings that is of.</summary>
    public int Ratings { get; init; }

    /// <summary>Bradley-Terry strength out of comparisons.</summary>
    public double? Strength { get; init; }

    /// <summary>Cosine of prompt and picture, by CLIP.</summary>
    public double? Similarity { get; init; }

    /// <summary>Probability that it is unsafe, 0 to 1.</summary>
    public double? Unsafe { get; init; }

    /// <summary>Probability of a watermark, 0 to 1.</summary>
    public double? Watermark { get; init; }

    public string? License { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>64 bits of its shapes: pictures that look nearly the same differ in few of them.</summary>
    public long? Phash { get; init; }

    /// <summary>The picture's CLIP vector, a signed byte a dimension, scaled to one length for all; as long in all rows of a data set.</summary>
    public byte[]? Embedding { get; init; }
}
