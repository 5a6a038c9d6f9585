namespace LaionGrid.Worker.Bundles;

/// <summary>How bundles are downloaded.</summary>
internal sealed record DownloadOptions
{
    /// <summary>Chunks that are fetched at once, over all sources. Default 4.</summary>
    public int Lanes { get; init; } = 4;

    /// <summary>Whether the places are asked that a bundle's manifest names besides the coordinator. Not where there is no internet. Default true.</summary>
    public bool AsksMirrors { get; init; } = true;

    /// <summary>Pause before a source that failed is asked again; each further failure without a byte about doubles it. Default 0.2 s.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>Longest such pause. Default 30 s.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A source that sends nothing for this long has failed. Default 30 s.</summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>When no source has brought anything for this long, the download is given up for now: somebody waits for a picture. Default 10 minutes.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Wrong chunks from the only source left before it is set aside, too. Default 3.</summary>
    public int MaxWrong { get; init; } = 3;
}
