using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Results;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Results;

public sealed class ScoresTests
{
    private static readonly PictureScores Said = new(0.31, 6.25, 0.0625, IsUnsafe: false) { Watermark = 0.5 };

    [Theory, OnSqlite, OnPostgres]
    public async Task Complete_WithScores_KeepsAndShowsThem(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        await story.AskAsync();

        var render = await story.RenderAsync(worker, shade: 9, Said);
        await story.VerifyAsync();
        await story.RenderAsync(referee, shade: 9);
        await story.VerifyAsync();

        await using var db = await story.DbAsync();
        Assert.Equal([Said, PictureScores.None], await db.Attempts.AsNoTracking().OrderBy(attempt => attempt.Fence).Select(attempt => attempt.Scores).ToListAsync());
        Assert.Equal(Said, (await grid.Get<ViewPictures>().OneAsync(render.JobId, Viewer.Nobody, default))?.Attempt.Scores);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Complete_WithAnEmbedding_KeepsItUntilThePictureIsErased(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid) { Embedding = [127, 0x81, 3] };
        var request = await story.AskAsync();

        var render = await story.RenderAsync(await story.EnrollAsync("worker"), shade: 9);

        await using var db = await story.DbAsync();
        var kept = Assert.Single(await db.PictureEmbeddings.AsNoTracking().ToListAsync());
        Assert.Equal(render.Id, kept.AttemptId);
        Assert.Equal([127, 0x81, 3], kept.Vector);

        await db.Jobs.Where(job => job.RequestId == request).ExecuteUpdateAsync(set => set.SetProperty(job => job.Visibility, Visibility.Deleted).SetProperty(job => job.State, JobState.Done));
        await db.Attempts.ExecuteUpdateAsync(set => set.SetProperty(attempt => attempt.Audit, (AuditState?)null).SetProperty(attempt => attempt.Verdict, Verdict.Accepted));
        await grid.Get<Coordinator.Jobs.Keeping.ErasePictures>().RunAsync(default);
        Assert.Empty(await db.PictureEmbeddings.AsNoTracking().ToListAsync());
    }

    [Fact]
    public void CheckEmbedding_OfWhatNoneCanBe_IsRefused()
    {
        Assert.Null(ScoreRules.CheckEmbedding([]));
        Assert.Null(ScoreRules.CheckEmbedding(Enumerable.Repeat((byte)1, 2048).ToArray()));
        Assert.All([new byte[3], Enumerable.Repeat((byte)1, 2049).ToArray()], bad => Assert.Equal("embedding.malformed", ScoreRules.CheckEmbedding(bad)?.Code));
    }

    [Fact]
    public void Likeness_IsTheCosine()
    {
        Assert.Equal(1, PictureEmbedding.Likeness([127, 0x81], [64, 0xC0]), 12);
        Assert.Equal(-1, PictureEmbedding.Likeness([127, 0], [0x81, 0]), 12);
        Assert.Equal(0, PictureEmbedding.Likeness([127, 0], [0, 5]), 12);
        Assert.Equal(1, PictureEmbedding.Likeness(Enumerable.Repeat((byte)0x80, 2048).ToArray(), Enumerable.Repeat((byte)0x80, 2048).ToArray()), 12); // no overflow
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Complete_WithoutScores_KeepsNone(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        await story.AskAsync();

        await story.RenderAsync(await story.EnrollAsync("worker"), shade: 9);

        Assert.Equal(PictureScores.None, Assert.Single(await grid.Get<ViewPictures>().PageAsync(new(10, null, ""), default)).Attempt.Scores);
    }

    [Theory, OnSqlite]
    public async Task Complete_WithAnImpossibleScore_IsRefusedAndTheLeaseGoesOn(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (request, worker) = (await story.AskAsync(), await story.EnrollAsync("worker"));
        var (lease, png) = (await story.MustClaimAsync(worker), PaintedPng.Of(16, 16, 1));
        await story.UploadAsync(lease, worker, png);

        var refused = Assert.IsType<CompleteOutcome.Refused>(await story.CompleteAsync(lease, worker, 1, Said with { TextFit = 1.5 }));

        Assert.Equal(("score.out_of_range", "text_fit"), (refused.Refusal.Code, refused.Refusal.Field));
        Assert.Equal(JobState.Leased, (await story.JobAsync(request)).State);
        Assert.IsType<CompleteOutcome.Completed>(await story.CompleteAsync(lease, worker, 1, Said));
    }

    [Theory]
    [InlineData("text_fit", 1.0000001), InlineData("text_fit", -1.0000001), InlineData("text_fit", double.NaN)]
    [InlineData("aesthetic", 100.5), InlineData("aesthetic", double.NegativeInfinity), InlineData("aesthetic", double.NaN)]
    [InlineData("nsfw", -0.0000001), InlineData("nsfw", 1.0000001), InlineData("nsfw", double.PositiveInfinity)]
    public void Check_OfWhatAScoreCannotBe_NamesTheFieldAndTheCode(string field, double value)
    {
        var scores = new PictureScores(field == "text_fit" ? value : null, field == "aesthetic" ? value : null, field == "nsfw" ? value : null, null);

        var refusal = ScoreRules.Check(scores);

        Assert.Equal((field, "score.out_of_range"), (refusal?.Field, refusal?.Code));
    }

    [Theory]
    [InlineData(-1, -100, 0), InlineData(1, 100, 1)]
    public void Check_AtTheEndsOfEachRange_TakesIt(double fit, double aesthetic, double nsfw) =>
        Assert.Null(ScoreRules.Check(new(fit, aesthetic, nsfw, IsUnsafe: true)));
}
