using LaionGrid.Coordinator.Datasets.Releases.Building;
using LaionGrid.Coordinator.Datasets.Releases.Eligibility;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Datasets.Releases;

/// <summary>
/// Sets a tombstone for each released picture that stands no longer, whatever took it away, and stops handing out what holds one that was taken down: what else such a release held is in no standing one then, and comes
/// again with the next.
/// </summary>
internal sealed class BuryReleased(GridWriter writer, IDbContextFactory<GridDb> databases, IOptions<ReleasesOptions> options, IOptions<DataOptions> data, TimeProvider time)
{
    private const int AtOnce = 500;

    private string Root => data.Value.PathOf(options.Value.Folder);

    /// <param name="only">Pictures that are looked at; null for all that are released.</param>
    /// <returns>How many tombstones were set.</returns>
    public async Task<int> RunAsync(IReadOnlyCollection<JobId>? only, CancellationToken cancellationToken)
    {
        var buried = 0;
        foreach (var some in only?.Chunk(AtOnce) ?? (IEnumerable<JobId[]?>)[null])
            buried += await writer.RunAsync(db => BuryAsync(db, some, cancellationToken), cancellationToken);
        await TidyAsync(cancellationToken);
        return buried;
    }

    /// <summary>Deletes the files of releases that are not handed out any more.</summary>
    public async Task TidyAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        foreach (var version in await db.Releases.Where(release => release.State == ReleaseState.Withdrawn || release.State == ReleaseState.Superseded).Select(release => release.Version).ToListAsync(cancellationToken))
            StagingFolder.Remove(Root, version);
    }

    private async Task<int> BuryAsync(GridDb db, JobId[]? only, CancellationToken cancellationToken)
    {
        var (now, jobs) = (time.GetUtcNow(), only is null ? db.Jobs : db.Jobs.Where(job => only.Contains(job.Id))); // primary key
        var tombstones = (await FallenAsync(db, jobs, cancellationToken)).Select(fallen => (fallen.JobId, Reason: EligibilityPolicy.Removal(fallen.Visibility, fallen.Check, fallen.Verdict, fallen.IsWithdrawn)))
            .Where(fallen => fallen.Reason is not null).Select(fallen => new Tombstone { JobId = fallen.JobId, At = now, Reason = fallen.Reason ?? default }).ToList();
        await db.InsertAsync(tombstones, cancellationToken);
        var pictures = db.ReleasedPictures;
        await db.Releases.Where(release => release.State == ReleaseState.Published && pictures.Any(picture => picture.Version == release.Version && jobs.Any(job => job.Id == picture.JobId && job.Check == PictureCheck.TakenDown)))
            .ExecuteUpdateAsync(set => set.SetProperty(release => release.State, ReleaseState.Withdrawn), cancellationToken);
        return tombstones.Count;
    }

    /// <summary>Of all it is one pass over what is released, which a grid of millions can bear every ten minutes.</summary>
    private static Task<List<Fallen>> FallenAsync(GridDb db, IQueryable<Job> jobs, CancellationToken cancellationToken)
    {
        var (pictures, releases, attempts, withdrawals, tombstones) = (db.ReleasedPictures, db.Releases, db.Attempts, db.Withdrawals, db.Tombstones);
        var rows =
            from job in jobs.Where(one => pictures.Any(picture => picture.JobId == one.Id && releases.Any(release => release.Version == picture.Version && release.State == ReleaseState.Published)))
            join attempt in attempts on job.AttemptId equals (AttemptId?)attempt.Id
            let isWithdrawn = withdrawals.Any(withdrawal => withdrawal.JobId == job.Id)
            where !tombstones.Any(tombstone => tombstone.JobId == job.Id)
                && (isWithdrawn || job.Visibility != Visibility.Public || job.Check == PictureCheck.TakenDown || job.Check == PictureCheck.Unsafe || attempt.Verdict == Verdict.Rejected || attempt.Verdict == Verdict.Recalled)
            select new Fallen(job.Id, job.Visibility, job.Check, attempt.Verdict, isWithdrawn);
        return rows.ToListAsync(cancellationToken);
    }

    private sealed record Fallen(JobId JobId, Visibility Visibility, PictureCheck Check, Verdict Verdict, bool IsWithdrawn);
}
