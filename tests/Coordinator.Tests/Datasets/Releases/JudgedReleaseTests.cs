using System.Globalization;
using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Datasets.Judging;
using LaionGrid.Coordinator.Datasets.Releases;
using LaionGrid.Coordinator.Datasets.Releases.Building;
using LaionGrid.Coordinator.Datasets.Releases.Verifying;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Datasets.Parquet;
using LaionGrid.Datasets.Tables;
using LaionGrid.TestKit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Datasets.Releases;

/// <summary>What people said of pictures, in a release and in its explorer.sqlite.</summary>
public sealed class JudgedReleaseTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Release_OfJudgedPictures_SaysSoInItsTablesAndItsExplorer(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind, pictures: 3);
        await JudgeAsync(stage, stage.Pictures[1]);

        var folder = await stage.BuiltAsync(ReleaseStage.Month);

        var view = stage.Grid.Get<ViewReleases>();
        Assert.Equal(["2026-11"], (await view.HoldingAsync(stage.Pictures[1], 10, default)).Select(release => release.Version));
        Assert.Empty(await view.HoldingAsync(new(Guid.NewGuid()), 10, default));
        Assert.Empty(await VerifyRelease.RunAsync(folder, default).ToListAsync());
        Assert.Equal("2|6|6|A small boat.", RowOf(folder, stage.Pictures[1]));
        await using var explorer = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, ExplorerRows.File), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        await explorer.OpenAsync();
        Assert.Equal("3", Scalar(explorer, "SELECT value FROM meta WHERE key = 'images'"));
        Assert.Equal("6.0 2 A small boat.", Scalar(explorer, $"SELECT rating || ' ' || ratings || ' ' || caption FROM images WHERE uid = '{stage.Pictures[1]}'"));
        Assert.Equal("96", Scalar(explorer, $"SELECT length(vector) FROM embeddings JOIN images USING (id) WHERE uid = '{stage.Pictures[1]}'"));
        Assert.Equal("0", Scalar(explorer, $"SELECT ratings FROM images WHERE uid = '{stage.Pictures[0]}'"));
    }

    private static async Task JudgeAsync(ReleaseStage stage, JobId picture)
    {
        await using var db = await stage.DbAsync();
        foreach (var rating in new[] { 4, 8 })
            db.Add(AnswerOf(picture, new AestheticAnswer(rating), $"rater-{rating}"));
        var caption = AnswerOf(picture, new CaptionAnswer("", "A small boat."), "r1");
        db.Add(caption);
        foreach (var rater in new[] { "r2", "r3", "r4" })
            db.Add(AnswerOf(picture, new CaptionVoteAnswer(caption.Id.ToString(), true), rater));
        var attempt = await db.Jobs.Where(job => job.Id == picture).Select(job => job.AttemptId).SingleAsync();
        db.Add(new PictureEmbedding { AttemptId = attempt!.Value, Vector = [.. Enumerable.Repeat((byte)3, 96)] });
        await db.SaveChangesAsync();
    }

    private static Answer AnswerOf(JobId picture, TaskAnswer answer, string rater) => ReleasedAnswers.Of(picture, answer, rater);

    private static string Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture)!;
    }

    /// <summary>The row of the images' table, by our own reader.</summary>
    private static string RowOf(string folder, JobId picture)
    {
        using var file = File.OpenRead(Path.Combine(folder, ReleaseTableFiles.PathOf(ImageTable.Name)));
        var row = new ParquetReader(file).Read(["uid", "n_aesthetic", "aesthetic_mean", "aesthetic_wmean", "caption"]).First(row => (string?)row[0] == picture.ToString());
        return string.Join('|', row[1..].Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)));
    }
}
