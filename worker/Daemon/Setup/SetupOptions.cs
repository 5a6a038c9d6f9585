namespace LaionGrid.Worker.Setup;

/// <summary>How long setup measures.</summary>
internal sealed record SetupOptions
{
    /// <summary>How long it renders. Default 20 s.</summary>
    public TimeSpan RenderFor { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long it downloads to learn how fast that is. Default 4 s.</summary>
    public TimeSpan DownloadFor { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>A model that takes longer to download is not fetched for the measurement. Default 2 minutes.</summary>
    public TimeSpan LongestDownload { get; init; } = TimeSpan.FromMinutes(2);
}
