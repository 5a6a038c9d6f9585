using LaionGrid.Coordinator.Accounts.People;
using LaionGrid.Coordinator.Accounts.Profiles;
using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Annotation.Board;
using LaionGrid.Coordinator.Annotation.Rewards;
using LaionGrid.Coordinator.Annotation.Serving;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LaionGrid.Coordinator.Tests.Annotation;

public sealed class AnnotatorTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Board_CountsAnswersOfThePeriod_AndLeavesOutWhoIsPrivate(DatabaseKind kind)
    {
        await using var stage = await JudgingStage.StartAsync(kind);
        await stage.PictureAsync(count: 3);
        var ada = Rater.Of(stage.Ada, "");
        await stage.MustAnswerAsync(await stage.MustAskAsync(ada, TaskKind.Aesthetic), new AestheticAnswer(5), stage.Ada);
        stage.Grid.Time.Advance(TimeSpan.FromDays(2));
        await stage.MustAnswerAsync(await stage.MustAskAsync(ada, TaskKind.Tags), new TagsAnswer(Medium.Photo, Subject.Animal), stage.Ada);
        await stage.MustAnswerAsync(await stage.MustAskAsync(JudgingStage.Visitor("one"), TaskKind.Aesthetic), new AestheticAnswer(5));
        var board = stage.Grid.Get<RankAnnotators>();

        var (rows, all) = await board.RunAsync(DateTimeOffset.UnixEpoch, 10, default);
        Assert.Equal((new AnnotatorStanding(1, "worker", 2, 2), 3), (Assert.Single(rows), all));
        Assert.Equal(1, Assert.Single((await board.RunAsync(stage.Grid.Time.GetUtcNow().AddDays(-1), 10, default)).Rows).Answers);
        var own = await stage.Grid.Get<ViewOwnAnnotation>().RunAsync(stage.Ada.AccountId, default);
        Assert.Equal((2, 2, 0L), (own.Totals.All, own.Totals.Days, own.PaidMflop));
        Assert.True(own.PendingMflop > 0);
        await using var db = await stage.Story.DbAsync();
        db.Add(new Profile { AccountId = stage.Ada.AccountId, IsPrivate = true, Country = "", About = "" });
        await db.SaveChangesAsync();
        Assert.Empty((await board.RunAsync(DateTimeOffset.UnixEpoch, 10, default)).Rows);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Erasure_TakesThePersonOutOfTheAnswers_WhichStay(DatabaseKind kind)
    {
        await using var stage = await JudgingStage.StartAsync(kind);
        await stage.PictureAsync();
        await stage.MustAnswerAsync(await stage.MustAskAsync(Rater.Of(stage.Ada, ""), TaskKind.Aesthetic), new AestheticAnswer(5), stage.Ada);
        var records = stage.Grid.Services.GetServices<IPersonalRecords>().OfType<AnswerRecords>().Single();
        var kept = 0;
        await foreach (var _ in records.ReadAsync(stage.Ada.AccountId, default))
            kept++;
        Assert.Equal(1, kept);

        await stage.Grid.Get<GridWriter>().RunAsync(async db =>
        {
            await records.EraseAsync(db, new Erasure(stage.Ada.AccountId, "somebody", stage.Grid.Time.GetUtcNow()), default);
            return true;
        }, default);

        var answer = Assert.Single(await stage.AnswersAsync());
        Assert.Equal((null, null, """{"rating":5}"""), (answer.RaterAccountId, answer.VestsAt, answer.Value));
        stage.Grid.Time.Advance(TimeSpan.FromDays(2));
        await stage.Grid.Loop<VestLoop>().RunOnceAsync(default);
        Assert.Equal(0, Assert.Single(await stage.AnswersAsync()).PaidMflop);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Sweep_DeletesWhatIsOver_AndKeepsTheAnswers(DatabaseKind kind)
    {
        await using var stage = await JudgingStage.StartAsync(kind);
        await stage.PictureAsync();
        await stage.MustAnswerAsync(await stage.MustAskAsync(JudgingStage.Visitor("one"), TaskKind.Aesthetic), new AestheticAnswer(5));
        stage.Grid.Time.Advance(TimeSpan.FromDays(3));
        await stage.MustAskAsync(JudgingStage.Visitor("two"), TaskKind.Aesthetic);

        await stage.Grid.Loop<AssignmentSweep>().RunOnceAsync(default);

        await using var db = await stage.Story.DbAsync();
        Assert.Equal(JudgingStage.Visitor("two").Mark, (await db.Assignments.AsNoTracking().SingleAsync()).RaterMark);
        Assert.Single(await stage.AnswersAsync());
    }

    [Fact]
    public void Badges_AreOfWhatWasDone()
    {
        AnnotatorTotals Of(int answers, int passed, int failed, int days) =>
            new() { Answers = new Dictionary<TaskKind, int> { [TaskKind.Aesthetic] = answers }, GoldPassed = passed, GoldFailed = failed, Days = days };

        Assert.Empty(AnnotatorBadges.Of(Of(0, 0, 0, 0)));
        Assert.Equal(["first_answer", "hundred_answers", "sharp_eye"], AnnotatorBadges.Of(Of(100, 19, 1, 6)));
        Assert.Equal(["first_answer", "seven_days"], AnnotatorBadges.Of(Of(99, 18, 2, 7)));
        var all = new AnnotatorTotals { Answers = TaskRules.Mixed.ToDictionary(one => one, _ => 1), GoldPassed = 0, GoldFailed = 0, Days = 1 };
        Assert.Equal(["first_answer", "all_rounder"], AnnotatorBadges.Of(all));
    }
}
