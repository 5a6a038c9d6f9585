namespace LaionGrid.Datasets.Tables;

/// <summary>One released picture. Nulls stand for what was not measured or is not known any more; times are cut to the hour.</summary>
public sealed record ImageRow
{
    /// <summary>The version that this row is of.</summary>
    public required string Release { get; init; }

    /// <summary>The picture's id at the grid, 32 hex digits: a UUID of version 7.</summary>
    public required string Uid { get; init; }

    /// <summary>The request that it was made for; its pictures share the prompt.</summary>
    public required string RequestUid { get; init; }

    /// <summary>From 0.</summary>
    public required int IndexInRequest { get; init; }

    /// <summary>Its file's name within the shard; null when the release has its row alone.</summary>
    public string? File { get; init; }

    public string? Shard { get; init; }

    /// <summary>Of the PNG, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>64 bits of a perceptual hash, as a signed number.</summary>
    public long? Phash { get; init; }

    public required string Prompt { get; init; }

    public required string NegativePrompt { get; init; }

    public string? PromptLang { get; init; }

    /// <summary>"user" or "remix".</summary>
    public required string PromptSource { get; init; }

    /// <summary>The picture that it is a remix of.</summary>
    public string? ParentUid { get; init; }

    public required string ModelId { get; init; }

    /// <summary>Of the bundle's manifest, which has the hashes of all its files.</summary>
    public string? ModelSha256 { get; init; }

    public required long Seed { get; init; }

    public required int Steps { get; init; }

    public required float Cfg { get; init; }

    /// <summary>"ddim", "euler" or "dpmpp_2m".</summary>
    public required string Sampler { get; init; }

    public string? Scheduler { get; init; }

    public int? ClipSkip { get; init; }

    /// <summary>Pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Pixels.</summary>
    public required int Height { get; init; }

    public required string Format { get; init; }

    /// <summary>Name and version of the program that rendered it.</summary>
    public required string Engine { get; init; }

    /// <summary>The kind of card, if at least five volunteers of the release have one; "other" otherwise.</summary>
    public required string GpuFamily { get; init; }

    public int? RenderMs { get; init; }

    /// <summary>Independent checks that found it true: 1 when it was audited, 0 when it was accepted on its worker's standing.</summary>
    public required int Reproduced { get; init; }

    /// <summary>Whose it is, by a key that fits this release alone; null for visitors that nothing tells apart.</summary>
    public string? UserKey { get; init; }

    public required DateTimeOffset CreatedHour { get; init; }

    /// <summary>0 to 1.</summary>
    public float? ImageNsfw { get; init; }

    public float? PromptNsfw { get; init; }

    /// <summary>Cosine of prompt and picture, -1 to 1.</summary>
    public float? ClipSimilarity { get; init; }

    /// <summary>About 1 to 10.</summary>
    public float? AestheticPred { get; init; }

    public float? Pwatermark { get; init; }

    public string? Caption { get; init; }

    /// <summary>Ratings in the table "ratings" that count: no author's own, no repeats.</summary>
    public required int NAesthetic { get; init; }

    /// <summary>Their mean, 1 to 10.</summary>
    public float? AestheticMean { get; init; }

    public float? AestheticWmean { get; init; }

    /// <summary>Their standard deviation, over n.</summary>
    public float? AestheticSd { get; init; }

    public float? BtScore { get; init; }

    public float? BtSe { get; init; }

    /// <summary>Mean severity in the table "ratings", 0 to 5.</summary>
    public float? ArtifactMean { get; init; }

    public float? AlignmentMean { get; init; }

    public IReadOnlyList<string> Flags { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>SPDX id.</summary>
    public required string License { get; init; }

    /// <summary>Whether the file has a C2PA manifest.</summary>
    public bool C2pa { get; init; }

    public string? Watermark { get; init; }
}
