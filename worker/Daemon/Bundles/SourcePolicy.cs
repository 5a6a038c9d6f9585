namespace LaionGrid.Worker.Bundles;

/// <summary>What is known of a source.</summary>
/// <param name="Users">Chunks that are coming from it now.</param>
/// <param name="FaultsInARow">Since it last brought anything.</param>
/// <param name="Aside">Why it is asked no more; null while it is.</param>
internal record struct SourceState(int Users, int FaultsInARow, DateTimeOffset NotBefore, int Wrongs, string? Aside);

/// <summary>Which source is asked next, and what becomes of one that fails. Pure.</summary>
internal static class SourcePolicy
{
    private const int MostDoublings = 20;

    /// <summary>The least busy of those that are ready, the first among equals; otherwise how long until one is. Neither when all are set aside.</summary>
    public static (int? Index, TimeSpan? Wait) Choose(IReadOnlyList<SourceState> sources, DateTimeOffset now)
    {
        var asked = sources.Index().Where(source => source.Item.Aside is null).ToList();
        if (asked.Count == 0)
            return (null, null);
        var ready = asked.Where(source => source.Item.NotBefore <= now).ToList();
        return ready.Count > 0 ? (ready.MinBy(source => source.Item.Users).Index, null) : (null, asked.Min(source => source.Item.NotBefore) - now);
    }

    /// <summary>After a fault that may pass. Those of several chunks in one outage count once.</summary>
    public static SourceState AfterFault(SourceState source, bool hasBrought, DateTimeOffset now, DownloadOptions options)
    {
        if (source.NotBefore > now)
            return source;
        var faults = hasBrought ? 1 : source.FaultsInARow + 1;
        var pause = options.FirstPause * Math.Pow(2, Math.Min(faults - 1, MostDoublings));
        return source with { FaultsInARow = faults, NotBefore = now + (pause < options.LongestPause ? pause : options.LongestPause) };
    }

    /// <summary>Whether one more wrong chunk sets a source aside: at once while there is another to ask, and after a few when it is the last.</summary>
    public static bool IsSpent(int wrongs, int othersLeft, DownloadOptions options) => wrongs >= (othersLeft > 0 ? 1 : options.MaxWrong);
}
