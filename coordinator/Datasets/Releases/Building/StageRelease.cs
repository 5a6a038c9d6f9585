using System.Text;
using System.Text.Json;
using LaionGrid.Contracts;
using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Datasets.Judging;
using LaionGrid.Coordinator.Datasets.Releases.Deriving;
using LaionGrid.Coordinator.Datasets.Releases.Texts;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Datasets.Explorer;
using LaionGrid.Datasets.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Datasets.Releases.Building;

/// <summary>What a release is built of. The same one gives the same bytes.</summary>
/// <param name="Snapshot">In a transaction whose reads are all of one instant.</param>
/// <param name="Bound">The instant that its files say they are of.</param>
internal sealed record ReleaseInput(GridDb Snapshot, ReleaseVersion Version, DateTimeOffset Bound, ReleasePlan Plan, ReleaseKeys Keys);

/// <summary>Writes the files of a release, some hundred pictures at a time: no more of them than that is ever in memory, beside one row group of each table and what their comparisons, flags and agreement are reckoned from.</summary>
internal sealed class StageRelease(IBlobStore blobs, LicensedBundles bundles, DeriveScores derive, IOptions<ReleasesOptions> options)
{
    public const int Batch = 250;

    /// <param name="tell">Called with how many pictures are written.</param>
    public async Task<StagedRelease> RunAsync(StagingFolder folder, ReleaseInput input, Func<int, Task> tell, CancellationToken cancellationToken)
    {
        var (version, raters) = (input.Version.ToString(), new ReleaseRaters(input.Version.ToString(), input.Bound, input.Keys));
        var scores = await derive.RunAsync(input, raters, cancellationToken);
        var rows = new ReleaseRows(version, options.Value.Site.TrimEnd('/'), input.Keys, bundles, input.Plan.CommonDevices);
        using var tables = new ReleaseTableFiles(folder);
        using var shards = new ShardWriter(folder, version, input.Bound);
        using var explorer = new ExplorerBuilder(folder.PathOf(ExplorerRows.File), new(version, ExplorerAbout.Release, $"LaionGrid {version}", ReleaseConsent.Licence));
        var agreements = new Agreements(version);
        var staged = new Staged(tables, shards, explorer, rows, new WriteAnswers(tables, new AnswerRows(version, raters), raters, agreements), raters, scores, input.Plan.Models);
        foreach (var batch in input.Plan.Pictures.Chunk(Batch))
        {
            await AddAsync(staged, input.Snapshot, batch, cancellationToken);
            await tell(staged.Seen);
        }
        shards.Finish();
        explorer.Finish();
        folder.Adopt(ExplorerRows.File);
        foreach (var rater in raters.Rows())
            tables.Raters.Write(rater);
        QualityRow[] quality = [.. agreements.Rows(VersionOf, (float)raters.Everybody.Mean, (float)raters.Everybody.Deviation)];
        foreach (var row in quality)
            tables.Quality.Write(row);
        foreach (var model in rows.ModelsOf(staged.Models))
            tables.Models.Write(model);
        await foreach (var tombstone in input.Snapshot.Tombstones.AsNoTracking().OrderBy(one => one.At).ThenBy(one => one.JobId).AsAsyncEnumerable().WithCancellation(cancellationToken)) // index at, job
            tables.Removed.Write(Tombstones.RowOf(tombstone, version));
        WriteTexts(folder, input, staged, quality);
        return new(staged.Pictures, folder.Files);
    }

    private async Task AddAsync(Staged staged, GridDb db, JobId[] batch, CancellationToken cancellationToken)
    {
        var answers = ReadReleased.ByPicture(await ReadReleased.AnswersAsync(db, batch, null, cancellationToken), batch, staged.IsReleased);
        await staged.Raters.MeetAsync(db, answers.SelectMany(some => some).Select(one => one.Answer), cancellationToken);
        foreach (var picture in await ReadReleased.PicturesAsync(db, batch, cancellationToken))
        {
            var isWanted = staged.Seen++ < options.Value.PicturesWithBytes;
            var png = isWanted ? await blobs.GetAsync(picture.Sha256, cancellationToken) : null;
            if (!isWanted || png is not null)
                Add(staged, picture, png, answers[picture.JobId].ToList());
            else if (staged.Scores.Lost.TryGetValue(picture.JobId, out var wasLost) && !wasLost)
                throw new IOException($"The bytes of picture {picture.JobId} went away while the release was built, and what others were compared with is reckoned already. Build it again.");
            else
                staged.Lost++;
        }
    }

    private static void Add(Staged staged, ReleasedJob picture, byte[]? png, IReadOnlyList<(Answer Answer, TaskAnswer Value)> answers)
    {
        var sums = staged.Write.Add(picture, answers, id => staged.IsReleased(id) ? staged.ModelOf[id] : null);
        var row = staged.Rows.ImageOf(picture, png is null ? null : staged.Shards.NextShard(png.Length), sums, Judge(staged, picture.JobId, answers));
        staged.Tables.Images.Write(row);
        staged.Tables.Laion.Write(staged.Rows.LaionOf(row));
        staged.Explorer.Add(ExplorerRows.Of(row, picture.Embedding));
        if (png is not null)
            staged.Shards.Add(row.Uid, png, JsonSerializer.SerializeToUtf8Bytes(row, JsonText.Row), row.Prompt);
        staged.Models.Add(row.ModelId);
        staged.Pictures.Add(picture.JobId);
    }

    /// <summary>By the release's own rows, and not as the site has it: what is there was judged at another instant, by raters' finer numbers and with pictures that are not released.</summary>
    private static PictureJudgement? Judge(Staged staged, JobId id, IReadOnlyList<(Answer Answer, TaskAnswer Value)> answers)
    {
        var (judgement, uid) = (new PictureJudgement { JobId = id }, id.ToString());
        if (answers.Count > 0)
            JudgementPolicy.Judge(judgement, answers.Select(one => GivenAnswer.Of(one.Answer, one.Value)), staged.Raters.Book(answers.Select(one => one.Answer)));
        if (staged.Scores.Comparisons.TryGetValue(uid, out var compared))
            (judgement.Comparisons, judgement.Score, judgement.ScoreError) = (compared.Comparisons, compared.Score, compared.Error);
        judgement.Flags = string.Join('\n', staged.Scores.Flags.GetValueOrDefault(uid) ?? []);
        return judgement;
    }

    private static int VersionOf(string task) => TaskRules.Of(Enum.GetValues<TaskKind>().First(kind => JudgementPolicy.NameOf(kind) == task)).Version;

    private void WriteTexts(StagingFolder folder, ReleaseInput input, Staged staged, IReadOnlyList<QualityRow> quality)
    {
        var facts = new ReleaseFacts
        {
            Version = input.Version.ToString(), Kind = input.Version.Kind, Bound = input.Bound, Site = options.Value.Site.TrimEnd('/'), Tables = staged.Tables.Finish(), Files = [.. folder.Files],
            Quality = quality, LeftOut = input.Plan.LeftOut, Lost = staged.Lost, Tombstones = (int)staged.Tables.Removed.Count,
        };
        folder.Write("README.md", Encoding.UTF8.GetBytes(CardText.Of(facts)));
        folder.Write("CHANGES.md", Encoding.UTF8.GetBytes(ChangesText.Of(facts)));
        folder.Write("LICENSE", Encoding.UTF8.GetBytes(LicenceText.Of(facts)));
        folder.Write(CroissantText.Name, CroissantText.Of(facts));
        folder.Write(DataPackageText.Name, DataPackageText.Of(facts));
        folder.Write(SumsText.Name, Encoding.UTF8.GetBytes(SumsText.Of(folder.Files)));
    }

    private sealed record Staged(ReleaseTableFiles Tables, ShardWriter Shards, ExplorerBuilder Explorer, ReleaseRows Rows, WriteAnswers Write, ReleaseRaters Raters, DerivedScores Scores, IReadOnlyDictionary<JobId, string> ModelOf)
    {
        public List<JobId> Pictures { get; } = [];

        public SortedSet<string> Models { get; } = new(StringComparer.Ordinal);

        /// <summary>Of the plan, in its order.</summary>
        public int Seen { get; set; }

        public int Lost { get; set; }

        public bool IsReleased(JobId picture) => ModelOf.ContainsKey(picture) && !Scores.IsLost(picture);
    }
}
