using LaionGrid.Web.Coordinator.Jobs;

namespace LaionGrid.Web.Ask;

/// <summary>What a person asks for, read from the form; null means "the bundle's default".</summary>
internal sealed record PictureAsk
{
    public required string RequestKey { get; init; }

    public required string Prompt { get; init; }

    public required string NegativePrompt { get; init; }

    /// <summary>Empty for the default bundle.</summary>
    public required string Bundle { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    public required int Count { get; init; }

    public long? Seed { get; init; }

    public int? Steps { get; init; }

    public float? Guidance { get; init; }

    /// <summary>Empty for the bundle's default.</summary>
    public required string Sampler { get; init; }

    public Visibility Visibility { get; init; }

    /// <summary>The picture that these are made from; empty for none.</summary>
    public string RemixOf { get; init; } = "";

    /// <summary>The picture that these begin from, as the coordinator names it; empty for none.</summary>
    public string Source { get; init; } = "";

    /// <summary>How much of it is made anew, above 0 to 1; null for the usual part.</summary>
    public double? Strength { get; init; }

    /// <summary>Where, as the coordinator names it; empty for everywhere.</summary>
    public string Mask { get; init; } = "";

    /// <summary>The version of the words by which the pictures may be released as open data; 0 when that is not given.</summary>
    public int ReleaseConsent { get; init; }

    /// <summary>Whether each picture is to be audited for certain.</summary>
    public bool IsVerified { get; init; }

    /// <summary>See <see cref="VisitorMark"/>.</summary>
    public string Requester { get; init; } = "";
}
