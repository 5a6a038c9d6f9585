namespace LaionGrid.Worker.Bundles;

/// <summary>What bundles may take of the disk.</summary>
/// <param name="MaxBytes">Of all bundles together; null for as much as there is.</param>
internal sealed record DiskLimits(long? MaxBytes = null)
{
    /// <summary>Left free for others, in bytes. Default 1 GiB.</summary>
    public long FloorBytes { get; init; } = 1L << 30;

    /// <summary>A bundle used within this is not deleted for another: two that do not fit together would be downloaded again with each picture. Default 1 hour.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromHours(1);
}
