using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Datasets.Releases.Building;

/// <summary>What the database knows of a build: that it runs, how far it is, and, in one transaction, that it is published.</summary>
internal sealed class PublishRelease(GridWriter writer, TimeProvider time)
{
    /// <summary>Notes that a build begins; one that was killed is forgotten.</summary>
    /// <returns>False when the version stands already, or did.</returns>
    public Task<bool> BeginAsync(ReleaseVersion version, DateTimeOffset bound, CancellationToken cancellationToken) => writer.RunAsync(async db =>
    {
        var (name, now) = (version.ToString(), time.GetUtcNow());
        await db.Releases.Where(release => release.Version == name && release.State == ReleaseState.Building).ExecuteDeleteAsync(cancellationToken);
        if (await db.Releases.AnyAsync(release => release.Version == name, cancellationToken))
            return false;
        db.Add(new Release { Version = name, Kind = version.Kind, State = ReleaseState.Building, Bound = bound, StartedAt = now, ChangedAt = now });
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }, cancellationToken);

    public Task TellAsync(ReleaseVersion version, int pictures, int done, CancellationToken cancellationToken) => writer.RunAsync(db =>
    {
        var (name, now) = (version.ToString(), time.GetUtcNow());
        return db.Releases.Where(release => release.Version == name && release.State == ReleaseState.Building) // primary key
            .ExecuteUpdateAsync(set => set.SetProperty(release => release.Pictures, pictures).SetProperty(release => release.Done, done).SetProperty(release => release.ChangedAt, now), cancellationToken);
    }, cancellationToken);

    /// <summary>The build is over and nothing came of it.</summary>
    public Task AbandonAsync(ReleaseVersion version, CancellationToken cancellationToken) => writer.RunAsync(db =>
    {
        var name = version.ToString();
        return db.Releases.Where(release => release.Version == name && release.State == ReleaseState.Building).ExecuteDeleteAsync(cancellationToken);
    }, cancellationToken);

    /// <summary>Publishes it, in place of its month's earlier revisions; nothing happens when a picture of it stands no longer.</summary>
    public async Task<bool> PublishAsync(ReleaseVersion version, StagedRelease staged, CancellationToken cancellationToken)
    {
        try
        {
            await writer.RunAsync(db => PublishAsync(db, version, staged, cancellationToken), cancellationToken);
            return true;
        }
        catch (OvertakenException)
        {
            return false;
        }
    }

    /// <summary>Of a month of which nothing is left.</summary>
    public Task<int> SupersedeAsync(ReleaseVersion version, CancellationToken cancellationToken) => writer.RunAsync(db => SupersedeAsync(db, version, cancellationToken), cancellationToken);

    private async Task<int> PublishAsync(GridDb db, ReleaseVersion version, StagedRelease staged, CancellationToken cancellationToken)
    {
        var (name, now) = (version.ToString(), time.GetUtcNow());
        await db.InsertAsync(staged.Pictures.Select(picture => new ReleasedPicture { JobId = picture, Version = name }).ToList(), cancellationToken);
        if (await FallenAsync(db, name, cancellationToken))
            throw new OvertakenException();
        await db.InsertAsync(staged.Files.Select(file => new ReleaseFile { Version = name, Path = file.Path, Bytes = file.Bytes, Sha256 = file.Sha256 }).ToList(), cancellationToken);
        await SupersedeAsync(db, version, cancellationToken);
        var (pictures, bytes) = (staged.Pictures.Count, staged.Files.Sum(file => file.Bytes));
        return await db.Releases.Where(release => release.Version == name).ExecuteUpdateAsync(
            set => set.SetProperty(release => release.State, ReleaseState.Published).SetProperty(release => release.PublishedAt, now).SetProperty(release => release.ChangedAt, now)
                .SetProperty(release => release.Pictures, pictures).SetProperty(release => release.Done, pictures).SetProperty(release => release.Bytes, bytes), cancellationToken);
    }

    /// <summary>Whether a picture of it was hidden, taken down or withdrawn since the snapshot.</summary>
    private static Task<bool> FallenAsync(GridDb db, string name, CancellationToken cancellationToken)
    {
        var (jobs, withdrawals) = (db.Jobs, db.Withdrawals);
        return db.ReleasedPictures.Where(picture => picture.Version == name) // index version
            .Join(jobs, picture => picture.JobId, job => job.Id, (picture, job) => job)
            .AnyAsync(job => job.Visibility != Visibility.Public || job.Check != PictureCheck.Safe || withdrawals.Any(withdrawal => withdrawal.JobId == job.Id), cancellationToken);
    }

    private static async Task<int> SupersedeAsync(GridDb db, ReleaseVersion version, CancellationToken cancellationToken)
    {
        if (version.Kind == ReleaseKind.Daily)
            return 0;
        var (name, month) = (version.ToString(), ReleaseVersion.OfMonth(version.Day).ToString());
        return await db.Releases.Where(release => release.Kind == ReleaseKind.Monthly && release.State == ReleaseState.Published && release.Version != name && release.Version.StartsWith(month))
            .ExecuteUpdateAsync(set => set.SetProperty(release => release.State, ReleaseState.Superseded), cancellationToken);
    }

    private sealed class OvertakenException : Exception;
}
