using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Datasets.Judging;

/// <summary>Judges the pictures that were answered about since an instant, a batch in a transaction. Judging one again gives the same, so whoever is in doubt begins earlier.</summary>
internal sealed class JudgePictures(GridWriter writer, IDbContextFactory<GridDb> databases, TimeProvider time)
{
    private const int Page = 500;

    /// <param name="since">Judged from here on.</param>
    /// <returns>When the newest answer was given that is in the judgements now; <paramref name="since"/> where none is newer.</returns>
    public async Task<DateTimeOffset> RunAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var (seen, until) = (new HashSet<JobId>(), time.GetUtcNow()); // what comes meanwhile is newer, and the next turn's
        for (var to = since; ;)
        {
            var page = await PageAsync(to, until, cancellationToken);
            if (page.Count == 0)
                return to;
            var fresh = page.Select(answer => answer.JobId).Where(seen.Add).ToList(); // judged by all its answers at once
            if (fresh.Count > 0)
                await writer.RunAsync(db => JudgeAsync(db, fresh, cancellationToken), cancellationToken);
            to = page[^1].AnsweredAt;
        }
    }

    /// <summary>The rows of these pictures, tracked; new ones where there are none. Pictures that are erased have none.</summary>
    public static async Task<List<PictureJudgement>> RowsAsync(GridDb db, IReadOnlyCollection<JobId> ids, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var kept = await db.Jobs.Where(job => ids.Contains(job.Id) && job.Visibility != Visibility.Erased).Select(job => job.Id).ToListAsync(cancellationToken); // primary key
        var rows = await db.PictureJudgements.Where(judgement => kept.Contains(judgement.JobId)).ToListAsync(cancellationToken); // primary key
        var added = kept.Except(rows.Select(row => row.JobId)).Select(id => new PictureJudgement { JobId = id }).ToList();
        db.AddRange(added);
        rows.AddRange(added);
        foreach (var row in rows)
            row.JudgedAt = now;
        return rows;
    }

    private async Task<List<(JobId JobId, DateTimeOffset AnsweredAt)>> PageAsync(DateTimeOffset after, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var page = await db.Answers.Where(answer => answer.AnsweredAt > after && answer.AnsweredAt <= until).OrderBy(answer => answer.AnsweredAt).Take(Page) // index answered
            .Select(answer => new { answer.JobId, answer.AnsweredAt }).ToListAsync(cancellationToken);
        if (page.Count < Page)
            return page.ConvertAll(answer => (answer.JobId, answer.AnsweredAt));
        var last = page[^1].AnsweredAt; // the next page begins behind it, so all of it belongs to this one
        page.AddRange(await db.Answers.Where(answer => answer.AnsweredAt == last).Select(answer => new { answer.JobId, answer.AnsweredAt }).ToListAsync(cancellationToken)); // index answered
        return page.ConvertAll(answer => (answer.JobId, answer.AnsweredAt));
    }

    private async Task<int> JudgeAsync(GridDb db, List<JobId> ids, CancellationToken cancellationToken)
    {
        var answers = await db.Answers.AsNoTracking().Where(answer => ids.Contains(answer.JobId)).ToListAsync(cancellationToken); // index job, kind
        var marks = answers.Select(answer => answer.RaterMark).Append(RaterReliability.Everybody).Distinct().ToList();
        var raters = new RaterBook(await db.RaterReliabilities.AsNoTracking().Where(rater => marks.Contains(rater.RaterMark)).ToListAsync(cancellationToken)); // primary key
        var byPicture = answers.Select(GivenAnswer.Of).OfType<GivenAnswer>().ToLookup(answer => answer.JobId);
        foreach (var judgement in await RowsAsync(db, ids, time.GetUtcNow(), cancellationToken))
            JudgementPolicy.Judge(judgement, byPicture[judgement.JobId], raters);
        return await db.SaveChangesAsync(cancellationToken);
    }
}
