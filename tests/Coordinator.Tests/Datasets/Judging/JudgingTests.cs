using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Datasets.Judging;
using LaionGrid.Coordinator.Datasets.Quality;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;
using Preference = LaionGrid.Coordinator.Annotation.Answers.Preference;

namespace LaionGrid.Coordinator.Tests.Datasets.Judging;

/// <summary>From answers in the database to judgements in it.</summary>
public sealed class JudgingTests
{
    private CoordinatorUnderTest? _grid;
    private int _answers;

    [Theory, OnSqlite, OnPostgres]
    public async Task Turn_AfterAnswersOfEachKind_JudgesThePicture(DatabaseKind kind)
    {
        await using var grid = _grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (picture, other) = await PicturesAsync(grid);
        foreach (var (rater, rating) in new[] { ("r1", 7), ("r2", 8), ("r3", 6) })
        {
            await AnswerAsync(picture, rater, new AestheticAnswer(rating));
            await AnswerAsync(picture, rater, new ArtifactsAnswer(2, [new(500, 250, ArtifactType.Hand)]));
            await AnswerAsync(picture, rater, new MatchAnswer(4, ["a", "red", "boat"], rater == "r3" ? [0] : [1], []));
            await AnswerAsync(picture, rater, new FlagsAnswer([PictureFlag.Watermark]));
            await AnswerAsync(picture, rater, new TagsAnswer(Medium.PixelArt, rater == "r1" ? Subject.Vehicle : Subject.Animal));
            await AnswerAsync(picture, rater, new CompareAnswer(Preference.First), other);
        }
        var caption = await AnswerAsync(picture, "r1", new CaptionAnswer("", "A red boat."));
        foreach (var rater in new[] { "r2", "r3", "r4" })
            await AnswerAsync(picture, rater, new CaptionVoteAnswer(caption.ToString(), true));

        await Loop(grid).RunOnceAsync(default);

        var judgement = (await JudgementAsync(grid, picture))!;
        Assert.Equal((3, 7.0, 1.0), (judgement.Ratings, judgement.RatingMean, judgement.RatingDeviation));
        Assert.InRange(judgement.RatingWeighted!.Value, 6.5, 7.5);
        Assert.True(judgement.RatingBound < judgement.RatingWeighted);
        Assert.Equal((3, 2.0, 255), (judgement.Artifacts, judgement.ArtifactMean!.Value, judgement.ArtifactMap![(8 * ArtifactMap.Side) + 16]));
        Assert.Equal((3, 4.0, "red", ""), (judgement.Matches, judgement.AlignmentMean!.Value, judgement.MissingWords, judgement.WrongWords));
        Assert.Equal((3, "watermark"), (judgement.FlagAnswers, judgement.Flags));
        Assert.Equal((3, "pixel_art", "animal", "A red boat."), (judgement.TagAnswers, judgement.Medium, judgement.Subject, judgement.Caption));
        Assert.Equal(3, judgement.Comparisons);
        Assert.True(judgement.Score > (await JudgementAsync(grid, other))!.Score);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Turn_AfterANewAnswer_TakesItInWithoutAFit(DatabaseKind kind)
    {
        await using var grid = _grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (picture, other) = await PicturesAsync(grid);
        var loop = Loop(grid);
        await AnswerAsync(picture, "r1", new AestheticAnswer(4));
        await loop.RunOnceAsync(default);

        grid.Time.Advance(TimeSpan.FromMinutes(5));
        await AnswerAsync(picture, "r2", new AestheticAnswer(8));
        await AnswerAsync(other, "r2", new AestheticAnswer(null));
        await loop.RunOnceAsync(default);
        await loop.RunOnceAsync(default); // again: nothing changes

        Assert.Equal((2, 6.0), ((await JudgementAsync(grid, picture))!.Ratings, (await JudgementAsync(grid, picture))!.RatingMean));
        Assert.Equal((0, null), ((await JudgementAsync(grid, other))!.Ratings, (await JudgementAsync(grid, other))!.RatingMean));
    }

    [Theory, OnSqlite]
    public async Task Turn_OverGoldRepeatsAndAuthors_CountsThemForRatersOnly(DatabaseKind kind)
    {
        await using var grid = _grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (picture, other) = await PicturesAsync(grid);
        var first = await AnswerAsync(picture, "r1", new AestheticAnswer(9));
        await AnswerAsync(picture, "r1", new AestheticAnswer(1), repeatOf: first);
        await AnswerAsync(picture, "r2", new AestheticAnswer(10), isAuthor: true);
        for (var gold = 0; gold < 10; gold++)
        {
            await AnswerAsync(other, "good", new CompareAnswer(Preference.First), picture, goldPassed: true);
            await AnswerAsync(other, "bad", new CompareAnswer(Preference.Second), picture, goldPassed: false);
        }

        await Loop(grid).RunOnceAsync(default);

        Assert.Equal((1, 9.0, 0), ((await JudgementAsync(grid, picture))!.Ratings, (await JudgementAsync(grid, picture))!.RatingMean, (await JudgementAsync(grid, picture))!.Comparisons));
        await using var db = await grid.Get<IDbContextFactory<GridDb>>().CreateDbContextAsync();
        var weights = await db.RaterReliabilities.Where(rater => rater.TaskKind == TaskKind.Compare).ToDictionaryAsync(rater => rater.RaterMark, rater => rater.Weight);
        Assert.True(weights["good"] > 0.5 && weights["bad"] < ReliabilityPolicy.Least + 0.05, $"{weights["good"]} and {weights["bad"]}");
        var steady = await db.RaterReliabilities.SingleAsync(rater => rater.TaskKind == TaskKind.Aesthetic && rater.RaterMark == "r2");
        Assert.True((await db.RaterReliabilities.SingleAsync(rater => rater.TaskKind == TaskKind.Aesthetic && rater.RaterMark == "r1")).Weight < steady.Weight); // who contradicted themselves
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Turn_OverPeopleWhoAgreeAndWhoDoNot_KeepsHowFarAndOnWhatItStands(DatabaseKind kind)
    {
        await using var grid = _grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (picture, other) = await PicturesAsync(grid);
        foreach (var rater in new[] { "r1", "r2" })
        {
            await AnswerAsync(picture, rater, new AestheticAnswer(9));
            await AnswerAsync(other, rater, new AestheticAnswer(2));
            await AnswerAsync(picture, rater, new TagsAnswer(rater == "r1" ? Medium.Photo : Medium.Painting, Subject.Animal));
        }
        await AnswerAsync(other, "r3", new TagsAnswer(Medium.Photo, Subject.Animal)); // nobody to compare with

        await Loop(grid).RunOnceAsync(default);
        grid.Time.Advance(TimeSpan.FromHours(2));
        await Loop(grid).RunOnceAsync(default); // again, in place of the first

        var found = await grid.Get<ViewJudgements>().AgreementsAsync(default);
        Assert.Equal([(TaskKind.Aesthetic, 1.0, 2, 2), (TaskKind.Tags, 0.0, 1, 2)], found.Select(one => (one.TaskKind, one.Alpha!.Value, one.Items, one.Raters)));
    }

    [Theory, OnSqlite]
    public async Task Turn_OverAnAuthorsBestOfASet_CountsItAsComparisons(DatabaseKind kind)
    {
        await using var grid = _grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (picture, other) = await PicturesAsync(grid);
        await AnswerAsync(picture, "r1", new BestOfAnswer([picture.ToString(), other.ToString()], other.ToString(), []), other, isAuthor: true);

        await Loop(grid).RunOnceAsync(default);

        var (lesser, better) = ((await JudgementAsync(grid, picture))!, (await JudgementAsync(grid, other))!);
        Assert.Equal((1, 1), (lesser.Comparisons, better.Comparisons));
        Assert.True(better.Score > lesser.Score);
    }

    [Theory, OnSqlite]
    public async Task Turn_OverAnswersOfAnotherVersionOfTheTask_PassesThemOver(DatabaseKind kind)
    {
        await using var grid = _grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (picture, other) = await PicturesAsync(grid);
        await AnswerAsync(picture, "r1", new AestheticAnswer(8));
        await AnswerAsync(picture, "r2", new AestheticAnswer(1), version: 2);
        await AnswerAsync(picture, "r2", new CompareAnswer(Preference.Second), other, version: 2);

        await Loop(grid).RunOnceAsync(default);

        var judgement = (await JudgementAsync(grid, picture))!;
        Assert.Equal((1, 8.0, 0), (judgement.Ratings, judgement.RatingMean, judgement.Comparisons));
        await using var db = await grid.Get<IDbContextFactory<GridDb>>().CreateDbContextAsync();
        Assert.False(await db.RaterReliabilities.AnyAsync(rater => rater.RaterMark == "r2"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Arena_OfBundlesThatWereComparedOften_IsByTheLowerBound(DatabaseKind kind)
    {
        await using var grid = _grid = await CoordinatorUnderTest.CreateAsync(kind, "--Judging:ArenaComparisons", "20");
        var (picture, other) = await PicturesAsync(grid);
        await using var db = await grid.Get<IDbContextFactory<GridDb>>().CreateDbContextAsync();
        await db.Jobs.Where(job => job.Id == other).ExecuteUpdateAsync(set => set.SetProperty(job => job.BundleId, "other"));
        for (var rater = 0; rater < 19; rater++)
            await AnswerAsync(picture, $"r{rater}", new CompareAnswer(rater < 13 ? Preference.First : Preference.Second), other);
        await Loop(grid).RunOnceAsync(default);
        Assert.Empty(await grid.Get<ViewJudgements>().ArenaAsync(default)); // one too few

        await AnswerAsync(picture, "r19", new CompareAnswer(Preference.BothBad), other);
        await Loop(grid).RunOnceAsync(default);

        var arena = await grid.Get<ViewJudgements>().ArenaAsync(default);
        Assert.Equal([20, 20], arena.Select(row => row.Comparisons));
        Assert.Equal("other", arena[1].BundleId);
        Assert.True(arena[0].Score > arena[1].Score && arena[0].Error > 0);
    }

    [Theory, OnSqlite]
    public async Task Judgement_OfAPictureThatMayNotBeSeen_IsNotThere(DatabaseKind kind)
    {
        await using var grid = _grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (picture, other) = await PicturesAsync(grid);
        await AnswerAsync(picture, "r1", new AestheticAnswer(9));
        await Loop(grid).RunOnceAsync(default);
        await using var db = await grid.Get<IDbContextFactory<GridDb>>().CreateDbContextAsync();
        var view = grid.Get<ViewJudgements>();
        Assert.Equal(1, (await view.OneAsync(picture, Viewer.Nobody, default))?.Ratings);
        Assert.Equal(0, (await view.OneAsync(other, Viewer.Nobody, default))?.Ratings);

        await db.Jobs.Where(job => job.Id == picture).ExecuteUpdateAsync(set => set.SetProperty(job => job.Visibility, Visibility.Private));
        await db.Jobs.Where(job => job.Id == other).ExecuteUpdateAsync(set => set.SetProperty(job => job.Check, PictureCheck.TakenDown));

        Assert.Null(await view.OneAsync(picture, Viewer.Nobody, default));
        Assert.Null(await view.OneAsync(other, Viewer.Nobody, default));
        await db.Jobs.Where(job => job.Id == picture).ExecuteUpdateAsync(set => set.SetProperty(job => job.Visibility, Visibility.Erased));
        await Loop(grid).RunOnceAsync(default);
        Assert.Null(await JudgementAsync(grid, picture)); // nothing of it is kept
    }

    private static JudgeLoop Loop(CoordinatorUnderTest grid) => new(grid.Get<FitJudgements>(), grid.Get<JudgePictures>(),
        grid.Get<Microsoft.Extensions.Options.IOptions<JudgingOptions>>(), grid.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger<JudgeLoop>.Instance);

    private static async Task<(JobId One, JobId Other)> PicturesAsync(CoordinatorUnderTest grid)
    {
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        await story.AskAsync(count: 2);
        return ((await story.RenderAsync(worker, shade: 9)).JobId, (await story.RenderAsync(worker, shade: 99)).JobId);
    }

    private static async Task<PictureJudgement?> JudgementAsync(CoordinatorUnderTest grid, JobId picture)
    {
        await using var db = await grid.Get<IDbContextFactory<GridDb>>().CreateDbContextAsync();
        return await db.PictureJudgements.AsNoTracking().SingleOrDefaultAsync(judgement => judgement.JobId == picture);
    }

    private async Task<AnswerId> AnswerAsync(JobId picture, string rater, TaskAnswer answer, JobId? other = null, bool? goldPassed = null, AnswerId? repeatOf = null, bool isAuthor = false, int version = 1)
    {
        var (id, now) = (new AnswerId(new Guid(++_answers, 0, 0, new byte[8])), _grid!.Time.GetUtcNow()); // each test makes its own grid first
        await using var db = await _grid.Get<IDbContextFactory<GridDb>>().CreateDbContextAsync();
        db.Add(new Answer
        {
            Id = id, AssignmentId = new(id.Value), TaskKind = answer.Kind, TaskVersion = version, JobId = picture, OtherJobId = other, RaterMark = rater, Value = AnswerJson.Write(answer),
            IsAuthor = isAuthor, IsGold = goldPassed is not null, GoldPassed = goldPassed, RepeatOf = repeatOf, MsSpent = 4000, Position = 0, Client = "flow", AnsweredAt = now, RewardMflop = 0,
        });
        await db.SaveChangesAsync();
        return id;
    }
}
