namespace LaionGrid.Coordinator.Datasets.Releases;

/// <summary>A release as the schedule looks at it.</summary>
/// <param name="HasLost">Whether a picture of it is gone since.</param>
internal sealed record KnownRelease(ReleaseVersion Version, ReleaseState State, DateTimeOffset? PublishedAt, bool HasLost);

/// <summary>Which release is due. Pure.</summary>
internal static class ReleaseSchedulePolicy
{
    /// <summary>Revisions first, at once where a month's files are not handed out any more; then the last month that is past its embargo, then the increment of today. Null when none is.</summary>
    /// <param name="tried">Those of which nothing came: they are not tried again.</param>
    public static ReleaseVersion? Due(DateTimeOffset now, IReadOnlyCollection<KnownRelease> releases, IReadOnlySet<ReleaseVersion> tried, TimeSpan reviseAfter)
    {
        var latest = releases.Where(release => release.Version.Kind == ReleaseKind.Monthly).GroupBy(release => release.Version.Day).Select(month => month.MaxBy(release => release.Version.Revision)).OfType<KnownRelease>();
        var revisions = latest.Where(release => release.State == ReleaseState.Withdrawn || (release is { State: ReleaseState.Published, HasLost: true } && now - release.PublishedAt >= reviseAfter))
            .OrderBy(release => release.Version.Day).Select(release => release.Version.Next);
        var known = releases.Where(release => release.State != ReleaseState.Building).Select(release => release.Version).ToHashSet();
        var fresh = new[] { LastMonth(now), ReleaseVersion.OfDay(now) }.Where(version => !known.Contains(version));
        return revisions.Concat(fresh).Where(version => version.Bound <= now && !tried.Contains(version)).Select(version => (ReleaseVersion?)version).FirstOrDefault();
    }

    /// <summary>The last month of which all is past its embargo.</summary>
    public static ReleaseVersion LastMonth(DateTimeOffset now)
    {
        var month = ReleaseVersion.OfMonth(DateOnly.FromDateTime(now.UtcDateTime).AddMonths(-1));
        return month.Bound <= now ? month : ReleaseVersion.OfMonth(month.Day.AddMonths(-1));
    }
}
