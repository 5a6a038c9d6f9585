using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Annotation.Serving;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Annotation;

/// <summary>What goes by a rater's languages, and by their network.</summary>
public sealed class WhoIsAskedTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Words_InAScriptThatNoneOfTheLanguagesIsWrittenIn_AreNotAskedAbout_AndPicturesAre(DatabaseKind kind)
    {
        await using var stage = await JudgingStage.StartAsync(kind);
        await stage.PictureAsync("красный дом у моря");
        var assign = stage.Grid.Get<AssignTask>();

        foreach (var words in new[] { TaskKind.Match, TaskKind.Caption })
            Assert.Equal("nothing", JudgingStage.CodeOf(await assign.RunAsync(new([words], IsAdult: false) { Languages = ["de", "en"] }, JudgingStage.Visitor("german"), default)));
        Assert.IsType<AssignOutcome.Assigned>(await assign.RunAsync(new([TaskKind.Aesthetic], IsAdult: false) { Languages = ["de", "en"] }, JudgingStage.Visitor("german"), default));
        Assert.IsType<AssignOutcome.Assigned>(await assign.RunAsync(new([TaskKind.Match], IsAdult: false) { Languages = ["de", "bg"] }, JudgingStage.Visitor("bulgarian"), default));
        Assert.IsType<AssignOutcome.Assigned>(await assign.RunAsync(new([TaskKind.Match], IsAdult: false), JudgingStage.Visitor("silent"), default));
    }

    [Theory, OnSqlite]
    public async Task Network_ThatWasGivenItsHour_WaitsForTheNext_WhoeverSitsInIt(DatabaseKind kind)
    {
        await using var stage = await JudgingStage.StartAsync(kind, "--Annotation:NetworkTasksPerHour", "2");
        await stage.PictureAsync(count: 4);
        var assign = stage.Grid.Get<AssignTask>();
        Task<AssignOutcome> Ask(string person, string network) => assign.RunAsync(new([TaskKind.Aesthetic], IsAdult: false) { Network = network }, JudgingStage.Visitor(person), default);

        Assert.IsType<AssignOutcome.Assigned>(await Ask("one", "home"));
        Assert.IsType<AssignOutcome.Assigned>(await Ask("one", "home")); // the same task again counts once
        Assert.IsType<AssignOutcome.Assigned>(await Ask("two", "home"));
        var refused = Assert.IsType<AssignOutcome.Refused>(await Ask("three", "home")).Refusal;
        Assert.Equal("task.network_too_many", refused.Code);
        Assert.IsType<AssignOutcome.Assigned>(await Ask("four", "elsewhere"));
        Assert.IsType<AssignOutcome.Assigned>(await Ask("five", ""));

        stage.Grid.Time.Advance(refused.RetryAfter);
        Assert.IsType<AssignOutcome.Assigned>(await Ask("three", "home"));
    }
}
