using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Datasets.Quality;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Datasets.Judging;

/// <summary>Fits what can only be seen over all answers: raters, comparisons, the arena, flags. Everything written is made anew from the answers; a fit that is cut short is made good by the next.</summary>
internal sealed class FitJudgements(GridWriter writer, IDbContextFactory<GridDb> databases, IOptions<JudgingOptions> options, TimeProvider time)
{
    private const int Batch = 200;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await ForgetErasedAsync(cancellationToken);
        foreach (var kind in Enum.GetValues<TaskKind>().Where(kind => kind is not (TaskKind.Calibration or TaskKind.BestOf)))
        {
            var answers = await ReadAsync(kind, cancellationToken);
            var fit = new FitRaters(kind, answers);
            var (raters, agreement) = (fit.Run(time.GetUtcNow()), fit.Agreement(time.GetUtcNow()));
            await writer.RunAsync(db => ReplaceAsync(db, kind, raters, agreement, cancellationToken), cancellationToken);
            var weights = raters.ToDictionary(rater => rater.RaterMark, rater => rater.Weight);
            if (kind == TaskKind.Compare)
                await CompareAsync([.. answers, .. await ReadAsync(TaskKind.BestOf, cancellationToken)], weights, cancellationToken);
            if (kind == TaskKind.Flags)
                await FlagAsync(answers, weights, cancellationToken);
        }
    }

    private async Task<List<GivenAnswer>> ReadAsync(TaskKind kind, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var answers = new List<GivenAnswer>();
        var version = TaskRules.Of(kind).Version; // answers of before it are kept apart
        var newest = db.Answers.AsNoTracking().Where(answer => answer.TaskKind == kind && answer.TaskVersion == version).OrderByDescending(answer => answer.AnsweredAt).Take(options.Value.MostAnswers); // the whole table, once a fit
        await foreach (var answer in newest.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (GivenAnswer.Of(answer) is { } given)
                answers.Add(given);
        }
        return answers;
    }

    private static async Task<int> ReplaceAsync(GridDb db, TaskKind kind, IReadOnlyList<RaterReliability> raters, TaskAgreement agreement, CancellationToken cancellationToken)
    {
        await db.TaskAgreements.Where(one => one.TaskKind == kind).ExecuteDeleteAsync(cancellationToken);
        await db.InsertAsync([agreement], cancellationToken);
        await db.RaterReliabilities.Where(rater => rater.TaskKind == kind).ExecuteDeleteAsync(cancellationToken);
        await db.InsertAsync([.. raters], cancellationToken);
        return raters.Count;
    }

    /// <param name="weights">By rater, of those who were shown pairs; who only said which of their own is best weighs as nobody known.</param>
    private async Task CompareAsync(List<GivenAnswer> answers, Dictionary<string, double> weights, CancellationToken cancellationToken)
    {
        var marks = answers.Select(answer => answer.RaterMark).Distinct().Order(StringComparer.Ordinal).ToList();
        var raters = marks.Select((mark, place) => (mark, place)).ToDictionary(one => one.mark, one => one.place);
        double[] reliabilities = [.. marks.Select(mark => weights.TryGetValue(mark, out var weight) ? weight : ReliabilityPolicy.Weight(default))];
        var counted = answers.Where(answer => answer.IsOfPicture && ReliabilityPolicy.IsAggregated(reliabilities[raters[answer.RaterMark]]))
            .SelectMany(answer => ComparisonReader.ReadAll(answer).Select(pair => (Pair: pair, Rater: raters[answer.RaterMark]))).ToList();
        var pictures = PairFit<JobId>.Run(counted.Select(one => (one.Pair.Lesser, one.Pair.Greater, one.Pair.Preference, one.Rater)), reliabilities);
        await WriteAsync(pictures, (judgement, fitted) => (judgement.Comparisons, judgement.Score, judgement.ScoreError) = (fitted.Comparisons, fitted.Score, fitted.Error), cancellationToken);
        var bundles = await BundlesAsync([.. pictures.Keys], cancellationToken);
        var arena = PairFit<string>.Run(counted.Where(one => bundles[one.Pair.Lesser] != bundles[one.Pair.Greater])
            .Select(one => (bundles[one.Pair.Lesser], bundles[one.Pair.Greater], one.Pair.Preference, one.Rater)), reliabilities);
        await writer.RunAsync(async db =>
        {
            await db.ArenaRatings.ExecuteDeleteAsync(cancellationToken);
            db.AddRange(arena.Select(one => new ArenaRating { BundleId = one.Key, Comparisons = one.Value.Comparisons, Score = one.Value.Score, Error = one.Value.Error, FittedAt = time.GetUtcNow() }));
            return await db.SaveChangesAsync(cancellationToken);
        }, cancellationToken);
    }

    private async Task FlagAsync(List<GivenAnswer> answers, Dictionary<string, double> weights, CancellationToken cancellationToken)
    {
        var counted = answers.FindAll(answer => answer.IsOfPicture);
        var (jobs, marks) = (counted.Select(answer => answer.JobId).Distinct().ToList(), weights.Keys.Order(StringComparer.Ordinal).ToList());
        var (places, raters) = (jobs.Select((job, place) => (job, place)).ToDictionary(one => one.job, one => one.place), marks.Select((mark, place) => (mark, place)).ToDictionary(one => one.mark, one => one.place));
        double[] reliabilities = [.. marks.Select(mark => weights[mark])];
        var found = jobs.ToDictionary(job => job, _ => new List<string>());
        foreach (var flag in Enum.GetValues<PictureFlag>())
        {
            var votes = counted.Select(answer => new Vote(places[answer.JobId], raters[answer.RaterMark], answer.Value is FlagsAnswer flags && flags.Flags.Contains(flag) ? 1 : 0));
            var fitted = FlagVotes.Fit(votes, jobs.Count, reliabilities);
            foreach (var job in jobs.Where(job => fitted.Has(places[job])))
                found[job].Add(JudgementPolicy.NameOf(flag));
        }
        var counts = counted.CountBy(answer => answer.JobId).ToDictionary();
        await WriteAsync(found, (judgement, flags) => (judgement.FlagAnswers, judgement.Flags) = (counts[judgement.JobId], string.Join('\n', flags)), cancellationToken);
    }

    private async Task WriteAsync<T>(IReadOnlyDictionary<JobId, T> fitted, Action<PictureJudgement, T> write, CancellationToken cancellationToken)
    {
        foreach (var some in fitted.Keys.OrderBy(job => job.Value).Chunk(Batch))
        {
            await writer.RunAsync(async db =>
            {
                foreach (var judgement in await JudgePictures.RowsAsync(db, some, time.GetUtcNow(), cancellationToken))
                    write(judgement, fitted[judgement.JobId]);
                return await db.SaveChangesAsync(cancellationToken);
            }, cancellationToken);
        }
    }

    private async Task<Dictionary<JobId, string>> BundlesAsync(List<JobId> jobs, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var bundles = new Dictionary<JobId, string>();
        foreach (var some in jobs.Chunk(Batch))
        {
            await foreach (var job in db.Jobs.Where(job => some.Contains(job.Id)).Select(job => new { job.Id, job.BundleId }).AsAsyncEnumerable().WithCancellation(cancellationToken)) // primary key
                bundles[job.Id] = job.BundleId;
        }
        return bundles;
    }

    private Task<int> ForgetErasedAsync(CancellationToken cancellationToken) => writer.RunAsync(db =>
    {
        var jobs = db.Jobs;
        return db.PictureJudgements.Where(judgement => jobs.Any(job => job.Id == judgement.JobId && job.Visibility == Visibility.Erased)).ExecuteDeleteAsync(cancellationToken); // primary keys
    }, cancellationToken);
}
