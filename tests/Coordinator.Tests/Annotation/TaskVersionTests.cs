using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Annotation.Serving;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Annotation;

/// <summary>A task whose wording or scale has changed since: what was answered before stays, and is asked anew.</summary>
public sealed class TaskVersionTests
{
    private const int Earlier = 0;

    [Theory, OnSqlite, OnPostgres]
    public async Task Picture_WithEnoughAnswersOfAnEarlierVersion_IsAskedAboutUntilThereAreEnoughOfThisOne(DatabaseKind kind)
    {
        await using var stage = await JudgingStage.StartAsync(kind);
        await stage.PictureAsync();
        var wanted = TaskRules.Of(TaskKind.Aesthetic).Wanted;
        await RateAsync(stage, "before", wanted);
        Assert.Equal("nothing", JudgingStage.CodeOf(await AskAsync(stage, "late", TaskKind.Aesthetic)));

        await RaiseAsync(stage);

        await RateAsync(stage, "before", wanted); // also those who answered then
        Assert.Equal("nothing", JudgingStage.CodeOf(await AskAsync(stage, "late", TaskKind.Aesthetic)));
        Assert.Equal([wanted, wanted], (await stage.AnswersAsync()).CountBy(answer => answer.TaskVersion).Select(version => version.Value)); // what was said then is still there
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Caption_OfAnEarlierVersion_IsNotVotedOn_AndAnotherIsWanted(DatabaseKind kind)
    {
        await using var stage = await JudgingStage.StartAsync(kind);
        await stage.PictureAsync();
        await stage.MustAnswerAsync(await MustAskAsync(stage, "writer", TaskKind.Caption), new CaptionAnswer("a boat", "A red boat lies on a beach."));
        await MustAskAsync(stage, "voter", TaskKind.CaptionVote);

        await RaiseAsync(stage);

        Assert.Equal("nothing", JudgingStage.CodeOf(await AskAsync(stage, "another", TaskKind.CaptionVote)));
        await MustAskAsync(stage, "another", TaskKind.Caption);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Task_GivenOutUnderAnEarlierVersion_HoldsNoPlace_AndItsAnswerIsKept(DatabaseKind kind)
    {
        await using var stage = await JudgingStage.StartAsync(kind);
        await stage.PictureAsync();
        var before = await MustAskAsync(stage, "writer", TaskKind.Caption);
        Assert.Equal("nothing", JudgingStage.CodeOf(await AskAsync(stage, "another", TaskKind.Caption))); // its one place is held

        await RaiseAsync(stage);

        await MustAskAsync(stage, "another", TaskKind.Caption);
        stage.Grid.Time.Advance(ServingPolicy.Lease); // late, and still: it takes nobody's place
        Assert.Equal(Earlier, (await stage.MustAnswerAsync(before, new CaptionAnswer("a boat", "A red boat lies on a beach."))).TaskVersion);
    }

    /// <summary>Rates the picture as so many people.</summary>
    private static async Task RateAsync(JudgingStage stage, string people, int count)
    {
        for (var person = 0; person < count; person++)
            await stage.MustAnswerAsync(await MustAskAsync(stage, $"{people} {person}", TaskKind.Aesthetic), new AestheticAnswer(7));
    }

    /// <summary>As if all that was given out and answered so far had been so under an earlier version; a day later, so that everybody may see the picture again.</summary>
    private static async Task RaiseAsync(JudgingStage stage)
    {
        await using var db = await stage.Story.DbAsync();
        await db.Answers.ExecuteUpdateAsync(set => set.SetProperty(answer => answer.TaskVersion, Earlier));
        await db.Assignments.ExecuteUpdateAsync(set => set.SetProperty(assignment => assignment.TaskVersion, Earlier));
        stage.Grid.Time.Advance(ServingPolicy.Apart);
        await db.Assignments.Where(assignment => assignment.State == AssignmentState.Open).ExecuteUpdateAsync(set => set.SetProperty(assignment => assignment.LeasedUntil, stage.Grid.Time.GetUtcNow() + ServingPolicy.Lease));
    }

    /// <summary>Once the pool is looked at again.</summary>
    private static Task<AssignOutcome> AskAsync(JudgingStage stage, string person, TaskKind kind)
    {
        stage.Grid.Time.Advance(TimeSpan.FromSeconds(11));
        return stage.AskAsync(JudgingStage.Visitor(person), kind);
    }

    private static async Task<Assignment> MustAskAsync(JudgingStage stage, string person, TaskKind kind) => Assert.IsType<AssignOutcome.Assigned>(await AskAsync(stage, person, kind)).Assignment;
}
