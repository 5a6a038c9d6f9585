using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Annotation.Rewards;
using LaionGrid.Coordinator.Annotation.Serving;
using LaionGrid.Coordinator.Annotation.Taking;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Annotation;

public sealed class JudgingTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Task_IsGivenOnceAndAnsweredOnce_AndTheSameAgainIsTheSameOutcome(DatabaseKind kind)
    {
        await using var stage = await JudgingStage.StartAsync(kind);
        await stage.PictureAsync();
        var rater = JudgingStage.Visitor("one");

        var task = await stage.MustAskAsync(rater, TaskKind.Aesthetic);
        Assert.Equal(task.Id, (await stage.MustAskAsync(rater, TaskKind.Aesthetic)).Id);
        var first = await stage.MustAnswerAsync(task, new AestheticAnswer(7));
        var again = await stage.MustAnswerAsync(task, new AestheticAnswer(7));

        Assert.Equal(first.Id, again.Id);
        Assert.Equal("answer.given", JudgingStage.CodeOf(await stage.AnswerAsync(task, new AestheticAnswer(8))));
        Assert.Equal("answer.kind", JudgingStage.CodeOf(await stage.AnswerAsync(task, new CompareAnswer(Preference.Tie))));
        Assert.Equal("""{"rating":7}""", Assert.Single(await stage.AnswersAsync()).Value);
        Assert.Equal("nothing", JudgingStage.CodeOf(await stage.AskAsync(rater, TaskKind.Tags))); // not twice on one picture within a day
        stage.Grid.Time.Advance(TimeSpan.FromHours(25));
        await stage.MustAskAsync(rater, TaskKind.Tags);
        Assert.Equal("nothing", JudgingStage.CodeOf(await stage.AskAsync(rater, TaskKind.Aesthetic))); // and the same never again
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Task_IsNeverAboutOnesOwnPicture_NorOneThatIsNotShown(DatabaseKind kind)
    {
        await using var stage = await JudgingStage.StartAsync(kind);
        var (_, jobs) = await stage.PictureAsync(requester: "asker");

        Assert.Equal("nothing", JudgingStage.CodeOf(await stage.AskAsync(JudgingStage.Visitor("asker"), TaskKind.Aesthetic)));
        await using (var db = await stage.Story.DbAsync())
            await db.Jobs.Where(job => job.Id == jobs[0]).ExecuteUpdateAsync(set => set.SetProperty(job => job.Check, PictureCheck.Unchecked));
        Assert.Equal("nothing", JudgingStage.CodeOf(await stage.AskAsync(JudgingStage.Visitor("one"), TaskKind.Aesthetic)));
        await using (var db = await stage.Story.DbAsync())
            await db.Jobs.Where(job => job.Id == jobs[0]).ExecuteUpdateAsync(set => set.SetProperty(job => job.Check, PictureCheck.Safe));
        var task = await stage.MustAskAsync(JudgingStage.Visitor("one"), TaskKind.Aesthetic);
        await using (var db = await stage.Story.DbAsync())
            await db.Jobs.Where(job => job.Id == jobs[0]).ExecuteUpdateAsync(set => set.SetProperty(job => job.Visibility, Visibility.Private));
        Assert.Equal("assignment.picture_gone", JudgingStage.CodeOf(await stage.AnswerAsync(task, new AestheticAnswer(7))));
        Assert.Empty(await stage.AnswersAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Answer_ThatIsLate_IsTakenWhileNobodyElseHasItsPlace(DatabaseKind kind)
    {
        await using var stage = await JudgingStage.StartAsync(kind);
        await stage.PictureAsync();
        var late = await stage.MustAskAsync(JudgingStage.Visitor("late"), TaskKind.Caption); // one is wanted
        Assert.Equal("nothing", JudgingStage.CodeOf(await stage.AskAsync(JudgingStage.Visitor("other"), TaskKind.Caption)));
        stage.Grid.Time.Advance(ServingPolicy.Lease + TimeSpan.FromMinutes(1));
        var taken = await stage.MustAskAsync(JudgingStage.Visitor("other"), TaskKind.Caption);

        Assert.Equal("assignment.late", JudgingStage.CodeOf(await stage.AnswerAsync(late, new CaptionAnswer("a boat", "A red boat."))));
        Assert.True(await stage.Grid.Get<SkipTask>().RunAsync(taken.Id, JudgingStage.Visitor("other"), default));
        await stage.MustAnswerAsync(late, new CaptionAnswer("a boat", "A red boat."));
        Assert.Equal("assignment.skipped", JudgingStage.CodeOf(await stage.AnswerAsync(taken, new CaptionAnswer("a boat", "A boat."))));
        Assert.Equal("assignment.unknown", JudgingStage.CodeOf(await stage.AnswerAsync(Of(late, "stranger"), new CaptionAnswer("a boat", "A red boat."))));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Rater_WhoIsGivenMuch_WaitsAndThenGoesOn(DatabaseKind kind)
    {
        await using var stage = await JudgingStage.StartAsync(kind, "--Annotation:TasksAtOnce", "2");
        await stage.PictureAsync("a boat", count: 3);
        var rater = JudgingStage.Visitor("one");
        for (var task = 0; task < 2; task++)
            await stage.MustAnswerAsync(await stage.MustAskAsync(rater, TaskKind.Aesthetic), new AestheticAnswer(5));

        var refused = Assert.IsType<AssignOutcome.Refused>(await stage.AskAsync(rater, TaskKind.Aesthetic)).Refusal;
        Assert.Equal("task.too_many", refused.Code);
        stage.Grid.Time.Advance(refused.RetryAfter);
        await stage.MustAskAsync(rater, TaskKind.Aesthetic);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task OwnSet_IsAskedForItsBestAndThenForEach_ByWhoMadeItAlone(DatabaseKind kind)
    {
        await using var stage = await JudgingStage.StartAsync(kind);
        var (request, jobs) = await stage.PictureAsync(count: 2);
        var own = stage.Grid.Get<AssignOwnTask>();
        var (rater, owner) = (JudgingStage.Visitor("asker"), new Claimant(AccountId.Anonymous, "ask-1", IsOperator: false));

        Assert.Equal("own.nothing", JudgingStage.CodeOf(await own.RunAsync(request, owner with { RequestKey = "guessed" }, rater, default)));
        var best = Assert.IsType<AssignOutcome.Assigned>(await own.RunAsync(request, owner, rater, default)).Assignment;
        var set = jobs.Select(job => job.ToString()).ToList();
        Assert.Equal((TaskKind.BestOf, true), (best.TaskKind, best.IsAuthor));
        Assert.Equal(set, ShownTask.Read(best.Shown).Set);
        Assert.Equal("answer.invalid", JudgingStage.CodeOf(await stage.AnswerAsync(best, new BestOfAnswer(set, "other", []))));
        await stage.MustAnswerAsync(best, new BestOfAnswer(set, set[1], [set[0]]));
        foreach (var job in jobs)
        {
            var rating = Assert.IsType<AssignOutcome.Assigned>(await own.RunAsync(request, owner, rater, default)).Assignment;
            Assert.Equal((TaskKind.Aesthetic, job, true), (rating.TaskKind, rating.JobId, rating.IsAuthor));
            Assert.True((await stage.MustAnswerAsync(rating, new AestheticAnswer(6))).IsAuthor);
        }
        Assert.Equal("nothing", JudgingStage.CodeOf(await own.RunAsync(request, owner, rater, default)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Flag_OfAMinor_WithholdsAtOnce_AndNeedsAnAccount(DatabaseKind kind)
    {
        await using var stage = await JudgingStage.StartAsync(kind);
        var (_, jobs) = await stage.PictureAsync(count: 2);
        Assert.Equal("task.needs_account", JudgingStage.CodeOf(await stage.AskAsync(JudgingStage.Visitor("one"), TaskKind.Flags)));
        var ada = Rater.Of(stage.Ada, "");

        foreach (var flag in new[] { PictureFlag.MinorLooking, PictureFlag.PersonalData })
        {
            var task = await stage.MustAskAsync(ada, TaskKind.Flags);
            await stage.MustAnswerAsync(task, new FlagsAnswer([flag]), stage.Ada);
            await using var db = await stage.Story.DbAsync();
            Assert.Equal(PictureCheck.Withheld, await db.Jobs.Where(job => job.Id == task.JobId).Select(job => job.Check).SingleAsync());
        }
        Assert.Equal(2, (await stage.AnswersAsync()).Select(answer => answer.JobId).Intersect(jobs).Count());
        Assert.Equal(2, (await stage.Grid.Get<Coordinator.Moderation.Reports.ViewReports>().QueueAsync(10, null, default)).Waiting);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Reward_IsPriorityAlone_PaidOnceWhenItIsDue_AndCapped(DatabaseKind kind)
    {
        await using var stage = await JudgingStage.StartAsync(kind, "--Annotation:PointMflop", "100", "--Annotation:DailyPoints", "3");
        await stage.PictureAsync(count: 3);
        var ada = Rater.Of(stage.Ada, "");
        var rewards = new List<long>();
        for (var task = 0; task < 3; task++)
            rewards.Add((await stage.MustAnswerAsync(await stage.MustAskAsync(ada, TaskKind.Aesthetic), new AestheticAnswer(5), stage.Ada)).RewardMflop);
        Assert.Equal([200, 100, 0], rewards);

        var vest = stage.Grid.Loop<VestLoop>();
        await vest.RunOnceAsync(default);
        Assert.Equal(0, (await BalancesAsync(stage)).Priority);
        stage.Grid.Time.Advance(TimeSpan.FromHours(24));
        var before = await BalancesAsync(stage);
        await vest.RunOnceAsync(default);
        await vest.RunOnceAsync(default);

        Assert.Equal(before with { Priority = before.Priority + 300 }, await BalancesAsync(stage));
        Assert.Equal([200, 100, 0], (await stage.AnswersAsync()).Select(answer => answer.PaidMflop));
        Assert.Empty(await stage.Grid.Get<ProveLedger>().RunAsync(default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Reward_OfWhatThreeOthersAnswered_IsDueAtOnce_AndAHastyOneIsNone(DatabaseKind kind)
    {
        await using var stage = await JudgingStage.StartAsync(kind);
        await stage.PictureAsync();
        var task = await stage.MustAskAsync(Rater.Of(stage.Ada, ""), TaskKind.Aesthetic);
        var answer = await stage.MustAnswerAsync(task, new AestheticAnswer(5), stage.Ada);
        foreach (var other in new[] { "one", "two", "three" })
            Assert.Equal(0, (await stage.MustAnswerAsync(await stage.MustAskAsync(JudgingStage.Visitor(other), TaskKind.Aesthetic), new AestheticAnswer(5))).RewardMflop);

        await stage.Grid.Loop<VestLoop>().RunOnceAsync(default);

        Assert.Equal(answer.RewardMflop, (await BalancesAsync(stage)).Priority);
        await stage.PictureAsync("a house");
        var hasty = Assert.IsType<TakeOutcome.Taken>(await stage.AnswerAsync(await stage.MustAskAsync(Rater.Of(stage.Ada, ""), TaskKind.Aesthetic), new AestheticAnswer(5), stage.Ada, seconds: 0));
        Assert.Equal((0, null), (hasty.Answer.Answer.RewardMflop, hasty.Answer.Answer.VestsAt));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task WaitingRequest_ComesForwardByAnswers_AndOnlyItsOwn(DatabaseKind kind)
    {
        await using var stage = await JudgingStage.StartAsync(kind);
        await stage.PictureAsync(count: 8);
        foreach (var other in new[] { "a", "b", "c" })
        {
            await stage.Story.AskAsync(requester: other);
            stage.Grid.Time.Advance(TimeSpan.FromSeconds(1));
        }
        var own = await stage.Story.AskAsync(requester: "me"); // ask-5
        var (rater, before) = (JudgingStage.Visitor("me"), await stage.Story.JobAsync(own));

        var stranger = Taken(await stage.AnswerAsync(await stage.MustAskAsync(rater, TaskKind.Aesthetic), new AestheticAnswer(5), waiting: own, key: "guessed"));
        Assert.Null(stranger.Moved);
        var first = Taken(await stage.AnswerAsync(await stage.MustAskAsync(rater, TaskKind.Aesthetic), new AestheticAnswer(5), waiting: own, key: "ask-5"));
        Assert.Equal(3, first.Moved?.Places);
        Assert.Equal(first.Answer.MovedMflop, before.StartTag - (await stage.Story.JobAsync(own)).StartTag);
        var moved = first.Answer.MovedMflop;
        for (var task = 0; task < 6; task++)
            moved += Taken(await stage.AnswerAsync(await stage.MustAskAsync(rater, TaskKind.Aesthetic), new AestheticAnswer(5), waiting: own, key: "ask-5")).Answer.MovedMflop;
        var after = await stage.Story.JobAsync(own);
        Assert.Equal((before.StartTag - moved, before.FinishTag), (after.StartTag, after.FinishTag));
        Assert.True(moved <= before.CostMflop); // bounded by nine tenths of its price
    }

    /// <summary>Whatever is tried in whatever order: one answer at most, and it is the first that was taken.</summary>
    [Fact]
    public void Assignment_WhateverHappens_HasOneAnswerAtMost() => Prop.ForAll(
        (from answer in Gen.Choose(1, 3) from isSkip in Gen.Elements(true, false, false) from isLate in Gen.Elements(true, false) from isTaken in Gen.Elements(true, false) select (answer, isSkip, isLate, isTaken)).ArrayOf().ToArbitrary(),
        history =>
        {
            var (state, kept) = (AssignmentState.Open, 0);
            foreach (var (answer, isSkip, isLate, isTaken) in history)
            {
                if (isSkip)
                {
                    state = state == AssignmentState.Open ? AssignmentState.Skipped : state;
                    continue;
                }
                var reception = AssignmentLifecycle.Receive(state, answer == kept, isLate, isTaken);
                Assert.Equal(reception == Reception.Repeat, state == AssignmentState.Answered && kept == answer);
                Assert.Equal(reception == Reception.Given, state == AssignmentState.Answered && kept != answer);
                Assert.Equal(reception == Reception.Late, state == AssignmentState.Open && isLate && isTaken);
                if (reception != Reception.Take)
                    continue;
                Assert.Equal((AssignmentState.Open, 0), (state, kept));
                (state, kept) = (AssignmentState.Answered, answer);
            }
        }).QuickCheckThrowOnFailure();

    private static TakenAnswer Taken(TakeOutcome outcome) => Assert.IsType<TakeOutcome.Taken>(outcome).Answer;

    private static Assignment Of(Assignment task, string visitor) => new()
    {
        Id = task.Id, TaskKind = task.TaskKind, TaskVersion = task.TaskVersion, JobId = task.JobId, RaterMark = JudgingStage.Visitor(visitor).Mark, Shown = task.Shown, IsAuthor = false,
        State = task.State, AssignedAt = task.AssignedAt, LeasedUntil = task.LeasedUntil,
    };

    private static async Task<OwnerBalances> BalancesAsync(JudgingStage stage)
    {
        await using var db = await stage.Story.DbAsync();
        return await db.ReadBalancesAsync(stage.Ada.AccountId, default);
    }
}
