namespace LaionGrid.Worker.Bundles;

/// <summary>A bundle on the disk, whole or not.</summary>
internal sealed record KeptBundle(string Folder, long Bytes, DateTimeOffset LastUse)
{
    public bool IsWhole => !Folder.EndsWith(BundleFolders.DraftEnding, StringComparison.Ordinal);

    public string Id => Path.GetFileName(IsWhole ? Folder : Folder[..^BundleFolders.DraftEnding.Length]);
}

/// <summary>Which bundles make room for another. Pure.</summary>
internal static class DiskPolicy
{
    /// <summary>What to delete, the longest unused first and no more than needed; null when the bundle does not fit whatever goes.</summary>
    /// <param name="bytes">Of the whole bundle.</param>
    /// <param name="missing">Bytes of it that are still to come.</param>
    /// <param name="free">On the disk now.</param>
    public static IReadOnlyList<KeptBundle>? Evict(long bytes, long missing, IReadOnlyList<KeptBundle> others, long free, DiskLimits limits, DateTimeOffset now)
    {
        var (evicted, gone) = (new List<KeptBundle>(), 0L);
        var taken = others.Sum(other => (double)other.Bytes) + bytes;
        foreach (var next in others.Where(other => now - other.LastUse >= limits.KeepFor).OrderBy(other => other.LastUse).Append(null))
        {
            if (taken - gone <= (limits.MaxBytes ?? double.PositiveInfinity) && (double)missing + limits.FloorBytes <= (double)free + gone)
                return evicted;
            if (next is null)
                break;
            evicted.Add(next);
            gone += next.Bytes;
        }
        return null;
    }
}
