using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Datasets.Releases;

/// <summary>A release with its files by path.</summary>
internal sealed record ReleaseSnapshot(Release Release, IReadOnlyList<ReleaseFile> Files);

/// <summary>Reads releases and tombstones.</summary>
internal sealed class ViewReleases(IDbContextFactory<GridDb> databases, TimeProvider time)
{
    /// <summary>A builder that has said nothing for so long was killed.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(5);

    /// <summary>The newest first, also those that are being built.</summary>
    public async Task<IReadOnlyList<Release>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var since = time.GetUtcNow() - Silence;
        return await db.Releases.AsNoTracking().Where(release => release.State != ReleaseState.Building || release.ChangedAt > since)
            .OrderByDescending(release => release.Bound).ThenByDescending(release => release.Version).Take(limit).ToListAsync(cancellationToken); // a few hundred a year
    }

    /// <summary>Those that hold the picture and are handed out, the newest first.</summary>
    public async Task<IReadOnlyList<Release>> HoldingAsync(JobId picture, int limit, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var held = db.ReleasedPictures.Where(one => one.JobId == picture); // primary key
        return await db.Releases.AsNoTracking().Where(release => release.State == ReleaseState.Published && held.Any(one => one.Version == release.Version))
            .OrderByDescending(release => release.Bound).ThenByDescending(release => release.Version).Take(limit).ToListAsync(cancellationToken);
    }

    /// <summary>Null when there is none; files only of one that is handed out.</summary>
    public async Task<ReleaseSnapshot?> FindAsync(string version, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.Releases.AsNoTracking().SingleOrDefaultAsync(release => release.Version == version, cancellationToken) is not { } release) // primary key
            return null;
        var files = release.State != ReleaseState.Published ? [] : await db.ReleaseFiles.AsNoTracking().Where(file => file.Version == version).OrderBy(file => file.Path).ToListAsync(cancellationToken);
        return new(release, files);
    }

    /// <summary>Null when there is no such file, or it is not handed out.</summary>
    public async Task<ReleaseFile?> FindFileAsync(string version, string path, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var releases = db.Releases;
        return await db.ReleaseFiles.AsNoTracking().SingleOrDefaultAsync( // primary keys
            file => file.Version == version && file.Path == path && releases.Any(release => release.Version == version && release.State == ReleaseState.Published), cancellationToken);
    }

    /// <param name="after">Later than this.</param>
    /// <param name="behind">Of those at just that instant, behind this picture; null for none of them.</param>
    public async Task<IReadOnlyList<Tombstone>> TombstonesAsync(DateTimeOffset after, JobId? behind, int limit, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        // Many have one instant: their ids are told apart here, as they cannot be compared in a query that both databases take.
        var same = behind is not { } job ? [] : (await Ordered(db.Tombstones.Where(tombstone => tombstone.At == after)).ToListAsync(cancellationToken)).Where(tombstone => tombstone.JobId.Value.CompareTo(job.Value) > 0);
        var later = await Ordered(db.Tombstones.Where(tombstone => tombstone.At > after)).Take(limit).ToListAsync(cancellationToken);
        return [.. same.Concat(later).Take(limit)];
    }

    /// <summary>The newest first: a feed reads its page and no more, however many there are.</summary>
    /// <param name="before">Earlier than this; null for all.</param>
    /// <param name="behind">Of those at just that instant, behind this picture towards older ones; null for none of them.</param>
    public async Task<IReadOnlyList<Tombstone>> NewestTombstonesAsync(DateTimeOffset? before, JobId? behind, int limit, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var same = behind is not { } job || before is not { } at ? [] : (await Ordered(db.Tombstones.Where(tombstone => tombstone.At == at)).ToListAsync(cancellationToken)).Where(tombstone => tombstone.JobId.Value.CompareTo(job.Value) < 0).Reverse();
        var earlier = before is { } until ? db.Tombstones.Where(tombstone => tombstone.At < until) : db.Tombstones;
        var rest = await earlier.AsNoTracking().OrderByDescending(tombstone => tombstone.At).ThenByDescending(tombstone => tombstone.JobId).Take(limit).ToListAsync(cancellationToken); // index at, job
        return [.. same.Concat(rest).Take(limit)];
    }

    private static IQueryable<Tombstone> Ordered(IQueryable<Tombstone> tombstones) => tombstones.AsNoTracking().OrderBy(tombstone => tombstone.At).ThenBy(tombstone => tombstone.JobId); // index at, job
}
