using System.Globalization;
using System.Text.Json;
using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Datasets.Judging;
using LaionGrid.Coordinator.Datasets.Releases.Building;
using LaionGrid.Coordinator.Datasets.Releases.Verifying;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Datasets.Parquet;
using LaionGrid.Datasets.Tables;
using LaionGrid.TestKit;
using LaionGrid.TestKit.Parquet;
using Microsoft.EntityFrameworkCore;
using Preference = LaionGrid.Coordinator.Annotation.Answers.Preference;

namespace LaionGrid.Coordinator.Tests.Datasets.Releases;

/// <summary>People's answers of each kind as tables of a release, and what is said of pictures because of them.</summary>
public sealed class AnswerTablesTests
{
    private static readonly string[] Tables = ["ratings", "comparisons", "marks", "prompt_words", "captions", "caption_votes", "flags", "tags", "raters", "quality"];

    [Theory, OnSqlite, OnPostgres]
    public async Task Release_OfTheSameAnswersAndSecret_HasTheSameBytesAndIsWhole(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind, pictures: 4);
        await AnswerAsync(stage);
        var folder = await stage.BuiltAsync(ReleaseStage.Month);
        var first = ReleaseStage.Read(folder);
        Assert.Empty(await VerifyRelease.RunAsync(folder, default).ToListAsync());
        Directory.Delete(folder, recursive: true);
        await using (var db = await stage.DbAsync())
        {
            await db.Set<Coordinator.Datasets.Releases.ReleasedPicture>().ExecuteDeleteAsync();
            await db.Set<Coordinator.Datasets.Releases.ReleaseFile>().ExecuteDeleteAsync();
            await db.Set<Coordinator.Datasets.Releases.Release>().ExecuteDeleteAsync();
        }

        var second = ReleaseStage.Read(await stage.BuiltAsync(ReleaseStage.Month));

        Assert.Equal(first, second);
        Assert.All(Tables, table => Assert.Contains(Path.Combine("data", table, "000000.parquet"), second.Keys));
    }

    [ParquetFact]
    public async Task Tables_ReadByOthers_SayWhatPeopleSaid()
    {
        await using var stage = await ReleaseStage.CreateAsync(DatabaseKind.Sqlite, pictures: 4);
        await AnswerAsync(stage);
        var folder = await stage.BuiltAsync(ReleaseStage.Month);
        string PathOf(string table) => Path.Combine(folder, "data", table, "000000.parquet");
        string Ask(string select, string table, string rest = "") => OutsideReader.AskDuckDb($"SELECT ({select})::VARCHAR AS said FROM '{PathOf(table)}' {rest}")[0].GetProperty("said").GetString()!;

        Assert.All(Tables, table => Assert.NotEmpty(OutsideReader.ReadByHyparquet(PathOf(table)).EnumerateArray()));
        Assert.Equal("3 artifact hand 0.5 0.25", Ask("count(*) || ' ' || any_value(kind) || ' ' || any_value(type) || ' ' || max(x) || ' ' || max(y)", "marks"));
        Assert.Equal("a:ok red:missing boat:wrong", Ask("string_agg(token || ':' || label, ' ' ORDER BY token_index)", "prompt_words", "GROUP BY annotation_uid LIMIT 1"));
        Assert.Equal("A red boat. 3 0 true", Ask("caption || ' ' || votes_ok || ' ' || votes_bad || ' ' || accepted", "captions", "WHERE accepted"));
        Assert.Equal("1", Ask("count(*)", "captions", "WHERE caption IS NULL AND votes_bad = 3 AND NOT accepted")); // nobody stands for those words
        Assert.Equal("6", Ask("count(*)", "caption_votes")); // those on a caption that nobody has looked at enough are not told
        Assert.Equal("[watermark]", Ask("flags", "flags", "LIMIT 1"));
        Assert.Equal("0", Ask("count(*)", "flags", "WHERE list_contains(flags, 'personal_data')"));
        Assert.Equal("pixel_art animal", Ask("medium || ' ' || subject", "tags", "LIMIT 1"));
        Assert.Equal("best_of 3", Ask("task || ' ' || count(*)", "comparisons", "WHERE is_author GROUP BY task"));
        Assert.Equal("5", Ask("count(DISTINCT rater_key)", "raters", "WHERE length(rater_key) = 32"));
        Assert.Equal("30-364d 1-9, 30-364d 1-9, 30-364d 10-99, 30-364d 10-99, 30-364d 10-99", Ask("string_agg(tenure_bucket || ' ' || n_bucket, ', ' ORDER BY n_bucket)", "raters"));
        Assert.Equal("0", Ask("count(*)", "ratings", "WHERE weight IS NULL OR weight <= 0 OR weight > 1"));
        Assert.Equal("interval 3 1", Ask("metric || ' ' || raters || ' ' || items", "quality", "WHERE task = 'match'"));
        var card = await File.ReadAllTextAsync(Path.Combine(folder, "README.md"));
        var (croissant, package) = (await JsonAsync(folder, "croissant.json"), await JsonAsync(folder, "datapackage.json"));
        Assert.All(Tables, table => Assert.Contains($"- config_name: {table}\n", card, StringComparison.Ordinal));
        Assert.All(Tables, table => Assert.Contains(croissant.GetProperty("recordSet").EnumerateArray(), set => set.GetProperty("name").GetString() == table && set.GetProperty("field").GetArrayLength() > 5));
        Assert.All(Tables, table => Assert.Contains(package.GetProperty("resources").EnumerateArray(), resource => resource.GetProperty("name").GetString() == table && resource.GetProperty("schema").GetProperty("fields").GetArrayLength() > 5));
        Assert.Contains("| aesthetic | 1 | 6 | 0.", card, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Aggregates_OfARelease_AreWeighedAndTellNothingThatIsBetweenModerators(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind, pictures: 4);
        await AnswerAsync(stage);

        var folder = await stage.BuiltAsync(ReleaseStage.Month);

        var said = new ReleaseReader(folder).Images().ToDictionary(row => row.Uid);
        var (first, last) = (said[stage.Pictures[0].ToString()], said[stage.Pictures[3].ToString()]);
        Assert.Equal((3, 7f), (first.Ratings, first.Mean));
        Assert.True(first.Weighted > 7, $"{first.Weighted}"); // who counts less said less
        Assert.Equal("watermark", Assert.Single(first.Flags));
        Assert.Equal(["pixel_art", "animal"], first.Tags);
        Assert.Equal("A red boat.", first.Caption);
        Assert.Equal(4f, first.Alignment);
        Assert.True(first.Score > last.Score, $"{first.Score} and {last.Score}"); // its author calls it the best of the four
    }

    [Theory, OnSqlite]
    public async Task Pictures_WhoseBytesAreGone_AreInNoComparisonAndNoScore(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind, pictures: 2);
        var lost = JobId.From((await stage.Filler.AddAsync(1, ReleaseStage.November.AddDays(1), authors: 1, _ => null))[0]);
        await using (var db = await stage.DbAsync())
        {
            db.Add(ReleasedAnswers.Of(stage.Pictures[0], new CompareAnswer(Preference.First), "r1", stage.Pictures[1]));
            db.Add(ReleasedAnswers.Of(stage.Pictures[0], new CompareAnswer(Preference.Second), "r2", lost));
            db.Add(ReleasedAnswers.Of(lost, new CompareAnswer(Preference.First), "r2", stage.Pictures[1]));
            db.Add(ReleasedAnswers.Of(lost, new FlagsAnswer([PictureFlag.Gore]), "r2"));
            await db.SaveChangesAsync();
        }

        var folder = await stage.BuiltAsync(ReleaseStage.Month);

        var reader = new ReleaseReader(folder);
        Assert.Equal([stage.Pictures[1].ToString()], reader.Comparisons().Select(row => row.Image1Uid));
        Assert.Single(reader.Raters()); // who spoke of what is not there is not there
        Assert.True(reader.Images().First().Score > 0);
        Assert.Empty(await VerifyRelease.RunAsync(folder, default).ToListAsync());
    }

    /// <summary>Of a set of four: the first has lost its bytes, the second is taken back, and both of the rest are released.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task BestOfASet_WhoseFirstPicturesAreNotReleased_IsToldOfThoseThatAre(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind, pictures: 3);
        var lost = JobId.From((await stage.Filler.AddAsync(1, ReleaseStage.November.AddHours(-1), authors: 1, _ => null))[0]);
        JobId[] set = [lost, .. stage.Pictures];
        await ChooseAsync(stage, set, best: 2);
        await stage.ChangeAsync(0, job => job.ExecuteUpdateAsync(change => change.SetProperty(one => one.Visibility, Visibility.Private)));

        var folder = await stage.BuiltAsync(ReleaseStage.Month);

        var reader = new ReleaseReader(folder);
        var row = Assert.Single(reader.Comparisons());
        Assert.Equal(("best_of", set[2].ToString(), set[3].ToString(), 1f), (row.Task, row.Image0Uid, row.Image1Uid, row.Label0));
        Assert.Equal(["True", "False"], reader.Images().Select(picture => $"{picture.Score > 0}"));
        Assert.Single(reader.Raters());
        Assert.Empty(await VerifyRelease.RunAsync(folder, default).ToListAsync());
    }

    /// <summary>That one is best says nothing of the others among themselves.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task BestOfASet_WhoseBestIsNotReleased_SaysNothing(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind, pictures: 3);
        await ChooseAsync(stage, stage.Pictures, best: 0);
        await stage.ChangeAsync(0, job => job.ExecuteUpdateAsync(change => change.SetProperty(one => one.Visibility, Visibility.Private)));

        var folder = await stage.BuiltAsync(ReleaseStage.Month);

        var reader = new ReleaseReader(folder);
        Assert.Empty(reader.Comparisons());
        Assert.Empty(reader.Raters());
        Assert.Empty(await VerifyRelease.RunAsync(folder, default).ToListAsync());
    }

    [Theory, OnSqlite]
    public async Task Answers_OfAnotherVersionOfTheTask_AreKeptApart(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind, pictures: 2);
        await using (var db = await stage.DbAsync())
        {
            db.Add(ReleasedAnswers.Of(stage.Pictures[0], new AestheticAnswer(8), "r1"));
            db.Add(ReleasedAnswers.Of(stage.Pictures[0], new AestheticAnswer(2), "r2", version: 2));
            db.Add(ReleasedAnswers.Of(stage.Pictures[0], new CompareAnswer(Preference.Second), "r2", stage.Pictures[1], version: 2));
            db.Add(ReleasedAnswers.Of(stage.Pictures[0], new FlagsAnswer([PictureFlag.Gore]), "r2", version: 2));
            await db.SaveChangesAsync();
        }

        var folder = await stage.BuiltAsync(ReleaseStage.Month);

        var (reader, uid) = (new ReleaseReader(folder), stage.Pictures[0].ToString());
        Assert.Equal([1, 2], reader.Ratings().Select(row => row.TaskVersion));
        var said = reader.Images().Single(row => row.Uid == uid);
        Assert.Equal((1, 8f, null), (said.Ratings, said.Mean, said.Score));
        Assert.Empty(said.Flags);
        Assert.Equal(["aesthetic 1 True", "aesthetic 2 False", "compare 2 False", "flags 2 False"], reader.Quality().Select(row => $"{row.Task} {row.TaskVersion} {row.IsAggregated}"));
        Assert.Empty(await VerifyRelease.RunAsync(folder, default).ToListAsync());
    }

    [Theory, OnSqlite]
    public async Task Verify_WhenRowsWereChanged_NamesTableAndPictureAndBothValues(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind, pictures: 4);
        await AnswerAsync(stage);
        var folder = await stage.BuiltAsync(ReleaseStage.Month);
        var uid = stage.Pictures[0].ToString();
        var raters = new ReleaseReader(folder).Raters().ToList();

        // One rater more trusted than they were: not a rating is changed, and no plain mean.
        Rewrite(folder, RaterTable.Name, RaterTable.Columns, raters.Select(rater => rater with { ReliabilityAesthetic = rater.ReliabilityAesthetic is { } trust ? 1.05f - trust : null }));
        Rewrite(folder, RatingTable.Name, RatingTable.Columns, new ReleaseReader(folder).Ratings().ToList().Select(row => row.Rating is null ? row : row with { Weight = 1.05f - row.Weight }));
        Assert.Contains(VerifyAggregates.Run(folder), fault => fault.StartsWith($"images: aesthetic_wmean of {uid} is ", StringComparison.Ordinal) && fault.Contains(", and its rows in ratings come to ", StringComparison.Ordinal));
        Rewrite(folder, RaterTable.Name, RaterTable.Columns, raters);
        Assert.Contains(VerifyAggregates.Run(folder), fault => fault.StartsWith("ratings: weight of ", StringComparison.Ordinal) && fault.Contains("and raters says", StringComparison.Ordinal));

        var (busy, first) = (raters.MaxBy(rater => rater.Answers)!, raters.MinBy(rater => rater.Answers)!);
        Rewrite(folder, RaterTable.Name, RaterTable.Columns, [busy with { NBucket = "1-9" }, first with { Answers = 7, TenureBucket = "for ages" }, .. raters.Where(rater => rater != busy && rater != first)]);
        Assert.Superset(
            new HashSet<string>
            {
                $"raters: n_bucket of {busy.RaterKey} is \"1-9\", and 10 answers of theirs are in the release.", $"raters: answers of {first.RaterKey} is 7, and there are {first.Answers}.",
                $"raters: tenure_bucket of {first.RaterKey} is \"for ages\", which is no range.",
            }, VerifyAggregates.Run(folder).ToHashSet());
        Rewrite(folder, RaterTable.Name, RaterTable.Columns, raters);

        Rewrite(folder, ComparisonTable.Name, ComparisonTable.Columns, new ReleaseReader(folder).Comparisons().ToList().Select(row => row with { Label0 = row.Label1, Label1 = row.Label0 }));
        Rewrite(folder, FlagTable.Name, FlagTable.Columns, new ReleaseReader(folder).Flags().ToList().Select(row => row with { Flags = [] }));
        Rewrite(folder, CaptionVoteTable.Name, CaptionVoteTable.Columns, new ReleaseReader(folder).Votes().ToList().Select(row => row with { IsOk = !row.IsOk }));
        var faults = VerifyAggregates.Run(folder).ToList();
        Assert.Contains(faults, fault => fault.StartsWith($"images: bt_score of {uid} is ", StringComparison.Ordinal));
        Assert.Contains($"images: flags of {uid} is \"watermark\", and its rows in flags come to nothing.", faults);
        Assert.Contains($"images: caption of {uid} is \"A red boat.\", and its rows in captions come to nothing.", faults);
        Assert.Contains(faults, fault => fault.StartsWith("quality: flags, version 1, is alpha ", StringComparison.Ordinal));
    }

    /// <summary>Makes one request's set of these, and says which its author finds best.</summary>
    private static async Task ChooseAsync(ReleaseStage stage, IReadOnlyList<JobId> set, int best)
    {
        await using var db = await stage.DbAsync();
        var request = await db.Jobs.Where(job => job.Id == set[0]).Select(job => job.RequestId).SingleAsync();
        foreach (var (index, picture) in set.Index())
            await db.Jobs.Where(job => job.Id == picture).ExecuteUpdateAsync(change => change.SetProperty(job => job.RequestId, request).SetProperty(job => job.Index, index));
        db.Add(ReleasedAnswers.Of(set[0], new BestOfAnswer([.. set.Select(picture => picture.ToString())], set[best].ToString(), []), "author", set[1], isAuthor: true));
        await db.SaveChangesAsync();
    }

    /// <summary>Three people, one of whom is little trusted, and the author, say something of each kind about the first of four pictures.</summary>
    private static async Task AnswerAsync(ReleaseStage stage)
    {
        await using var db = await stage.DbAsync();
        var (picture, other) = (stage.Pictures[0], stage.Pictures[1]);
        foreach (var (rater, rating) in new[] { ("r1", 8), ("r2", 9), ("r3", 4) })
        {
            db.Add(ReleasedAnswers.Of(picture, new AestheticAnswer(rating), rater));
            db.Add(ReleasedAnswers.Of(other, new AestheticAnswer(rating - 3), rater));
            db.Add(ReleasedAnswers.Of(picture, new ArtifactsAnswer(2, [new(500, 250, ArtifactType.Hand)]), rater));
            db.Add(ReleasedAnswers.Of(picture, new MatchAnswer(4, ["a", "red", "boat"], [1], [2]), rater));
            db.Add(ReleasedAnswers.Of(picture, new FlagsAnswer([PictureFlag.Watermark, PictureFlag.PersonalData]), rater));
            db.Add(ReleasedAnswers.Of(other, new FlagsAnswer([]), rater));
            db.Add(ReleasedAnswers.Of(picture, new TagsAnswer(Medium.PixelArt, Subject.Animal), rater));
            db.Add(ReleasedAnswers.Of(picture, new CompareAnswer(rater == "r3" ? Preference.BothBad : Preference.First), rater, other));
            db.Add(new RaterReliability { RaterMark = rater, TaskKind = TaskKind.Aesthetic, Answers = 2, Weight = rater == "r3" ? 0.31 : 0.74, Mean = 5.5, Deviation = 2, FittedAt = ReleaseStage.November });
        }
        foreach (var (words, isOk) in new[] { ("A red boat.", true), ("Click here!", false) })
        {
            var caption = ReleasedAnswers.Of(picture, new CaptionAnswer("", words), "r4");
            db.Add(caption);
            foreach (var rater in new[] { "r1", "r2", "r3" })
                db.Add(ReleasedAnswers.Of(picture, new CaptionVoteAnswer(caption.Id.ToString(), isOk), rater));
        }
        var unread = ReleasedAnswers.Of(picture, new CaptionAnswer("", "Nobody has read this."), "r4");
        db.AddRange(unread, ReleasedAnswers.Of(picture, new CaptionVoteAnswer(unread.Id.ToString(), true), "r1"));
        db.Add(ReleasedAnswers.Of(picture, new BestOfAnswer([.. stage.Pictures.Select(one => one.ToString())], picture.ToString(), []), "author", other, isAuthor: true));
        db.Add(ReleasedAnswers.Of(picture, new AestheticAnswer(10), "author", isAuthor: true));
        await db.SaveChangesAsync();
    }

    private static async Task<JsonElement> JsonAsync(string folder, string name) => JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, name))).RootElement;

    private static void Rewrite<TRow>(string folder, string table, ParquetColumns<TRow> columns, IEnumerable<TRow> rows)
    {
        var all = rows.ToList();
        using var file = File.Create(Path.Combine(folder, ReleaseTableFiles.PathOf(table)));
        var writer = new ParquetWriter<TRow>(file, columns);
        all.ForEach(writer.Write);
        writer.Finish();
    }
}
