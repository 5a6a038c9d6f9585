using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Annotation.Serving;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Tests.Annotation;

/// <summary>How raters are checked: by tasks whose answer is known, and by being asked the same again.</summary>
public sealed class GoldAndRepeatTests
{
    private const double Never = 0.999, Repeats = 0.001, Gold = 0.06; // above 1 in 25, below 1 in 12

    /// <summary>The share of draws is what decision 0039 says, and only of tasks that can be answered wrong.</summary>
    [Fact]
    public void Draw_IsGoldOneTimeInTwelve_AndARepeatOneInTwentyFive()
    {
        double[] chances = [.. Enumerable.Range(0, 30_000).Select(at => (at + 0.5) / 30_000)];
        foreach (var kind in Enum.GetValues<TaskKind>())
        {
            var isChecked = kind is TaskKind.Compare or TaskKind.Artifacts or TaskKind.Match or TaskKind.Flags;
            Assert.Equal(isChecked ? 2500 : 0, chances.Count(chance => ServingPolicy.IsGold(kind, chance)));
            Assert.Equal(isChecked ? 1200 : 0, chances.Count(chance => ServingPolicy.IsRepeat(kind, chance)));
        }
    }

    /// <summary>Whatever the prompts: the known answer passes, and the exchanged word is the only one that is not the picture's.</summary>
    [Fact]
    public void GoldWord_IsTheOneThatIsNotThePictures() => Prop.ForAll(
        Gen.Elements("house", "river", "painted", "storm", "a", "of", "red").ArrayOf(5).ToArbitrary(), Gen.Elements("castle", "night", "garden", "house").ArrayOf(3).ToArbitrary(), Gen.Choose(0, 99).ToArbitrary(),
        (own, strange, percent) =>
        {
            var (picture, other) = (Picture(own, 1), Picture(strange, 2));
            var asked = new Candidate(TaskKind.Match, picture.Id, null, Candidates.ShownOf(TaskKind.Match, picture), ItemKey.Of(TaskKind.Match, picture.Id));
            if (GoldPolicy.Of(asked, picture, [other], percent / 100.0) is not { } gold)
                return !own.Any(word => word.Length >= 4) || !strange.Any(word => !own.Contains(word));
            var place = int.Parse(gold.Gold!, System.Globalization.CultureInfo.InvariantCulture);
            return !own.Contains(gold.Shown.Words[place]) && gold.Shown.Words.Where((_, at) => at != place).SequenceEqual(own.Where((_, at) => at != place))
                && GoldPolicy.Passed(gold.Gold!, new MatchAnswer(3, gold.Shown.Words, [], [place])) && !GoldPolicy.Passed(gold.Gold!, new MatchAnswer(3, gold.Shown.Words, [], []));
        }).QuickCheckThrowOnFailure();

    [Theory, OnSqlite, OnPostgres]
    public async Task Rater_WithAnAccount_IsAskedTheSameAgainAfterADay_AndTheRepeatIsCountedForNobody(DatabaseKind kind)
    {
        await using var stage = await JudgingStage.StartAsync(kind);
        await stage.PictureAsync("a boat on the river");
        var ada = Rater.Of(stage.Ada, "");
        var first = await AskAsync(stage, ada, Never);
        var earlier = await stage.MustAnswerAsync(first, new ArtifactsAnswer(2, []), stage.Ada);
        Assert.Null(await TryAskAsync(stage, ada, Repeats)); // not within a day

        stage.Grid.Time.Advance(TimeSpan.FromHours(25));
        var again = await AskAsync(stage, ada, Repeats);
        var repeat = await stage.MustAnswerAsync(again, new ArtifactsAnswer(3, []), stage.Ada);

        Assert.Equal((earlier.Id, first.JobId, first.Shown), (again.RepeatOf, again.JobId, again.Shown));
        Assert.Equal((earlier.Id, false, null), (repeat.RepeatOf, repeat.IsGold, repeat.GoldPassed));
        stage.Grid.Time.Advance(TimeSpan.FromHours(25));
        Assert.Equal(1, (await stage.Grid.Get<TaskPool>().ReadAsync(default)).TallyOf(ItemKey.Of(TaskKind.Artifacts, first.JobId)).Given);
        Assert.Equal(earlier.Id, (await AskAsync(stage, ada, Repeats)).RepeatOf); // a repeat is never repeated
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Gold_IsGivenByTheDraw_JudgedByItsKnownAnswer_AndTakesNobodysPlace(DatabaseKind kind)
    {
        await using var stage = await JudgingStage.StartAsync(kind);
        await stage.PictureAsync("castle garden", requester: "one");
        await stage.PictureAsync("storm river", requester: "two");
        var ada = Rater.Of(stage.Ada, "");

        Assert.Null((await AskAsync(stage, JudgingStage.Visitor("plain"), Never, TaskKind.Match)).Gold);
        var task = await AskAsync(stage, ada, Gold, TaskKind.Match);
        var place = int.Parse(task.Gold!, System.Globalization.CultureInfo.InvariantCulture);
        var answer = await stage.MustAnswerAsync(task, new MatchAnswer(2, ShownTask.Read(task.Shown).Words, [place], []), stage.Ada);

        Assert.Equal((true, true), (answer.IsGold, answer.GoldPassed));
        stage.Grid.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(0, (await stage.Grid.Get<TaskPool>().ReadAsync(default)).TallyOf(ItemKey.Of(TaskKind.Match, task.JobId)).Given);
    }

    private static PoolPicture Picture(string[] words, byte id) => new(new JobId(new Guid(id, 0, 0, new byte[8])), AccountId.Anonymous, $"asker {id}", string.Join(' ', words));

    private static async Task<Assignment> AskAsync(JudgingStage stage, Rater rater, double chance, TaskKind kind = TaskKind.Artifacts) =>
        await TryAskAsync(stage, rater, chance, kind) ?? throw new InvalidOperationException("There was nothing to ask.");

    private static async Task<Assignment?> TryAskAsync(JudgingStage stage, Rater rater, double chance, TaskKind kind = TaskKind.Artifacts)
    {
        var assign = new AssignTask(
            stage.Grid.Get<IDbContextFactory<GridDb>>(), stage.Grid.Get<GridWriter>(), stage.Grid.Get<TaskPool>(), stage.Grid.Get<NetworkCaps>(), stage.Grid.Get<IOptions<AnnotationOptions>>(), stage.Grid.Time, new Drawn(chance));
        return await assign.RunAsync(new([kind], IsAdult: false), rater, default) is AssignOutcome.Assigned given ? given.Assignment : null;
    }

    /// <summary>A lottery whose number is known.</summary>
    private sealed class Drawn(double chance) : Random
    {
        public override double NextDouble() => chance;
    }
}
