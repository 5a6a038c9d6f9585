using LaionGrid.Coordinator.Datasets.Judging;
using LaionGrid.Coordinator.Datasets.Releases;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Datasets.Outcomes;

/// <summary>Reads what became of many pictures at once, in three queries however many they are. Of what is not public there is nothing.</summary>
internal sealed class ViewOutcomes(IDbContextFactory<GridDb> databases)
{
    /// <summary>In no order; those that nothing became of are left out.</summary>
    public async Task<IReadOnlyList<PictureOutcome>> RunAsync(IReadOnlyCollection<JobId> pictures, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        JobId[] asked = [.. pictures.Distinct()];
        var shown = await db.Jobs.AsNoTracking().Where(job => asked.Contains(job.Id) && job.Visibility == Visibility.Public && job.Check != PictureCheck.TakenDown).Select(job => job.Id).ToArrayAsync(cancellationToken); // primary key
        var rated = await db.PictureJudgements.AsNoTracking().Where(one => shown.Contains(one.JobId) && one.Ratings > 0).ToDictionaryAsync(one => one.JobId, one => (one.Ratings, one.RatingMean), cancellationToken); // primary key
        var releases = db.Releases;
        var held = await db.ReleasedPictures.AsNoTracking().Where(one => shown.Contains(one.JobId)) // primary key
            .Join(releases.Where(release => release.State == ReleaseState.Published), one => one.Version, release => release.Version, (one, release) => new { one.JobId, release.Version, release.Bound }).ToListAsync(cancellationToken);
        var versions = held.ToLookup(one => one.JobId);
        return [.. shown.Where(id => rated.ContainsKey(id) || versions.Contains(id)).Select(id => new PictureOutcome(
            id, rated.GetValueOrDefault(id).Ratings, rated.GetValueOrDefault(id).RatingMean,
            [.. versions[id].OrderByDescending(one => one.Bound).ThenByDescending(one => one.Version, StringComparer.Ordinal).Select(one => one.Version)]))];
    }
}
