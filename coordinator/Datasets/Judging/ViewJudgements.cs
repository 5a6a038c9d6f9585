using LaionGrid.Coordinator.Datasets.Quality;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Datasets.Judging;

/// <summary>Reads judgements. Of a picture that a viewer may not see there is none.</summary>
internal sealed class ViewJudgements(IDbContextFactory<GridDb> databases, IOptions<JudgingOptions> options)
{
    private const int MostBundles = 500;

    /// <summary>Comparisons that a bundle of the arena has at least.</summary>
    public int LeastComparisons => options.Value.ArenaComparisons;

    /// <summary>Null when there is no such picture for this viewer; an empty judgement when nobody has judged it.</summary>
    public async Task<PictureJudgement?> OneAsync(JobId id, Viewer viewer, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (!await db.JobsVisibleTo(viewer).AnyAsync(job => job.Id == id && (job.State == JobState.Rendered || job.State == JobState.Done) && job.Check != PictureCheck.TakenDown, cancellationToken)) // primary key
            return null;
        return await db.PictureJudgements.AsNoTracking().SingleOrDefaultAsync(judgement => judgement.JobId == id, cancellationToken) ?? new() { JobId = id }; // primary key
    }

    /// <summary>Bundles by the lower bound of their scores; those of too few comparisons are not there.</summary>
    public async Task<IReadOnlyList<ArenaRating>> ArenaAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var least = options.Value.ArenaComparisons;
        var shown = await db.ArenaRatings.AsNoTracking().Where(rating => rating.Comparisons >= least).OrderBy(rating => rating.BundleId).Take(MostBundles).ToListAsync(cancellationToken); // a row a bundle
        return [.. shown.OrderByDescending(rating => rating.Score - (RatingAggregate.Normal95 * rating.Error))];
    }

    /// <summary>How far people agree about each task of which two have answered the same, in the order of the tasks.</summary>
    public async Task<IReadOnlyList<TaskAgreement>> AgreementsAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return [.. (await db.TaskAgreements.AsNoTracking().Where(agreement => agreement.Alpha != null).ToListAsync(cancellationToken)).OrderBy(agreement => agreement.TaskKind)]; // a row a kind of task
    }
}
