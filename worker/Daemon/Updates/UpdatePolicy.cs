namespace LaionGrid.Worker.Updates;

/// <summary>Which releases are taken, and when one is taken back. Pure.</summary>
internal static class UpdatePolicy
{
    /// <summary>Of a new release, before the one before it comes back.</summary>
    public const int MostBadStarts = 3;

    /// <summary>How long a release may run and never join the grid.</summary>
    public static readonly TimeSpan TrialLasts = TimeSpan.FromHours(24);

    private const int MostRefused = 50;

    /// <summary>Never an older one: whoever holds the server could bring back a release whose faults are known.</summary>
    public static bool IsNews(ReleaseManifest release, Version running, UpdateRecord record) => release.Number > running && !record.Refused.Contains(release.Version);

    public static bool IsDue(ReleaseManifest release, UpdateRecord record, DateTimeOffset now) => now >= release.PublishedAt.AddHours(record.Place * release.RolloutHours);

    /// <summary>At a start. The trial it gives back is over when another version runs than the one on trial.</summary>
    public static UpdateRecord Started(UpdateRecord record, string running) => record.Trial switch
    {
        { } trial when trial.Version == running => record with { Trial = trial with { BadStarts = trial.BadStarts + 1 } },
        _ => record with { Trial = null },
    };

    /// <summary>It was told to stop, which is no fault of it.</summary>
    public static UpdateRecord Stopped(UpdateRecord record) => record.Trial is { } trial ? record with { Trial = trial with { BadStarts = Math.Max(0, trial.BadStarts - 1) } } : record;

    /// <summary>Whether the version before is to come back. Asked at a start, and now and then.</summary>
    public static bool HasFailed(UpdateRecord record, DateTimeOffset now) => record.Trial is { } trial && (trial.BadStarts > MostBadStarts || now - trial.Since >= TrialLasts);

    public static UpdateRecord RolledBack(UpdateRecord record) => record.Trial is { } trial
        ? record with { Trial = null, Refused = [.. record.Refused.TakeLast(MostRefused - 1), trial.Version] }
        : record;

    /// <summary>It joined the grid.</summary>
    public static UpdateRecord DidWell(UpdateRecord record) => record with { Trial = null };
}
