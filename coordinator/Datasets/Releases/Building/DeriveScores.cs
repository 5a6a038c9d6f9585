using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Datasets.Judging;
using LaionGrid.Coordinator.Datasets.Releases.Deriving;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Datasets.Releases.Building;

/// <summary>What only all rows of a release together give.</summary>
/// <param name="Comparisons">By uid.</param>
/// <param name="Flags">By uid.</param>
/// <param name="Lost">Of the pictures that were compared or flagged: whether their bytes are wanted and not there any more.</param>
internal sealed record DerivedScores(IReadOnlyDictionary<string, PairScore> Comparisons, IReadOnlyDictionary<string, IReadOnlyList<string>> Flags, IReadOnlyDictionary<JobId, bool> Lost)
{
    public bool IsLost(JobId picture) => Lost.GetValueOrDefault(picture);
}

/// <summary>
/// Goes through a release's comparisons and flags before anything of it is written, as pictures' rows say what these come to. Pictures of which there are any are looked for in the store first: one whose bytes are gone is not in the
/// release, and no comparison with it counts.
/// </summary>
internal sealed class DeriveScores(IBlobStore blobs, IOptions<ReleasesOptions> options)
{
    private static readonly TaskKind[] Kinds = [TaskKind.Compare, TaskKind.BestOf, TaskKind.Flags];

    public async Task<DerivedScores> RunAsync(ReleaseInput input, ReleaseRaters raters, CancellationToken cancellationToken)
    {
        var (rows, comparisons, flags, lost) = (new AnswerRows(input.Version.ToString(), raters), new ComparisonScores(), new FlagScores(), new Dictionary<JobId, bool>());
        var withBytes = input.Plan.Pictures.Take(options.Value.PicturesWithBytes).ToHashSet();
        foreach (var batch in input.Plan.Pictures.Chunk(StageRelease.Batch))
        {
            var answers = await ReadReleased.AnswersAsync(input.Snapshot, batch, Kinds, cancellationToken);
            await LookAsync(input.Snapshot, answers.SelectMany(Named).Where(input.Plan.Models.ContainsKey).Where(picture => !lost.ContainsKey(picture)).ToHashSet(), withBytes, lost, cancellationToken);
            var byPicture = ReadReleased.ByPicture(answers, batch, picture => input.Plan.Models.ContainsKey(picture) && !lost.GetValueOrDefault(picture));
            var current = batch.Where(picture => !lost.GetValueOrDefault(picture)).SelectMany(picture => byPicture[picture]).Where(one => one.Answer.TaskVersion == TaskRules.Of(one.Answer.TaskKind).Version).ToList();
            await raters.MeetAsync(input.Snapshot, current.Select(one => one.Answer), cancellationToken);
            foreach (var (answer, value) in current)
            {
                if (value is FlagsAnswer flagged)
                    flags.Add(rows.Flags(answer, flagged));
                foreach (var row in rows.Comparisons(answer, value, default, picture => lost.GetValueOrDefault(picture) ? null : input.Plan.Models.GetValueOrDefault(picture)))
                    comparisons.Add(row);
            }
        }
        return new(comparisons.Fit(), flags.Fit(), lost);
    }

    /// <summary>Bytes that no row would have are not looked for.</summary>
    private async Task LookAsync(GridDb db, IReadOnlySet<JobId> pictures, HashSet<JobId> withBytes, Dictionary<JobId, bool> lost, CancellationToken cancellationToken)
    {
        foreach (var picture in pictures.Where(picture => !withBytes.Contains(picture)))
            lost.Add(picture, false);
        foreach (var some in pictures.Where(withBytes.Contains).Chunk(StageRelease.Batch))
        {
            var attempts = db.Attempts;
            var found = await db.Jobs.Where(job => some.Contains(job.Id)).Join(attempts, job => job.AttemptId, attempt => (AttemptId?)attempt.Id, (job, attempt) => new { job.Id, attempt.PictureSha256 }).ToListAsync(cancellationToken); // primary keys
            foreach (var picture in found)
                lost.Add(picture.Id, await blobs.GetAsync(picture.PictureSha256, cancellationToken) is null);
        }
    }

    private static IEnumerable<JobId> Named((Answer Answer, TaskAnswer Value) one)
    {
        yield return one.Answer.JobId;
        if (one.Answer.OtherJobId is { } other)
            yield return other;
        foreach (var picture in one.Value is BestOfAnswer set ? ReadReleased.PicturesOf(set) : [])
            yield return picture;
    }
}
