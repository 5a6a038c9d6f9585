using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Moderation.Reports;
using LaionGrid.Coordinator.Moderation.Transparency;
using LaionGrid.TestKit;
using State = LaionGrid.Coordinator.Moderation.Reports.ReportState;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Coordinator.Tests.Moderation;

public sealed class ReportTests
{
    [Fact]
    public void Report_WhateverHappens_IsDecidedOnceAndAppealedOnce() =>
        Prop.ForAll(Gen.Elements(Enum.GetValues<ReportEvent>()).ArrayOf().ToArbitrary(), history =>
        {
            var states = new List<State> { State.Open };
            foreach (var happening in history)
                states.Add(ReportLifecycle.Next(states[^1], happening) ?? states[^1]);
            var moves = states.Zip(states.Skip(1)).Where(pair => pair.First != pair.Second).Select(pair => pair.Second).ToList();
            Assert.True(moves.Count <= 3);
            Assert.True(moves.Count(state => state == State.Appealed) <= 1);
            Assert.DoesNotContain(moves.Skip(1), state => state is State.Open or State.Dismissed);
            Assert.True(!moves.Contains(State.Overturned) || moves[^2] == State.Appealed);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Decision_OfWhateverState_IsAnEventThatCanHappenThere()
    {
        foreach (var state in Enum.GetValues<State>())
        {
            foreach (var decision in Enum.GetValues<Coordinator.Moderation.Reports.Decision>())
                Assert.Equal(ReportLifecycle.IsWaiting(state), DecideReport.EventOf(state, decision) is { } happening && ReportLifecycle.Next(state, happening) is not null);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Reports_OfOnePictureForOneConcern_AreOne(DatabaseKind kind)
    {
        await using var stage = await ModerationStage.StartAsync(kind);
        var job = (await stage.RenderAsync(9, stage.Asker)).Jobs[0].JobId;

        var first = await ReportAsync(stage, job, Wire.Concern.Hate, "one", "It is hateful.");
        var same = await ReportAsync(stage, job, Wire.Concern.Hate, "one", "I say it again.");
        var second = await ReportAsync(stage, job, Wire.Concern.Hate, "two", "I think so, too.");
        var other = await ReportAsync(stage, job, Wire.Concern.Copyright, "one");

        Assert.Equal((first.ReportId, first.ReportId), (same.ReportId, second.ReportId));
        Assert.NotEqual(first.ReportId, other.ReportId);
        Assert.Equal((0, 0, ""), (second.Voices, second.Words.Count, second.AppealWords)); // none of it is the reporter's to know
        var queue = await stage.Moderation.ListReportsAsync(new(), stage.Moderator);
        Assert.Equal((2, 0), (queue.Waiting, queue.Overdue));
        var waiting = queue.Reports.Single(report => report.ReportId == first.ReportId);
        Assert.Equal((2, "Ada", job), (waiting.Voices, waiting.Asker.AccountName, waiting.Picture.Job.JobId));
        Assert.Equal(["It is hateful.", "I think so, too."], waiting.Words);
        Assert.Equal(2, (await stage.Moderation.ListReportsAsync(new() { Limit = 1 }, stage.Moderator)).Reports.Concat(
            (await stage.Moderation.ListReportsAsync(new() { Limit = 1, AfterReportId = queue.Reports[0].ReportId }, stage.Moderator)).Reports).DistinctBy(report => report.ReportId).Count());
        Assert.Equal([job], await stage.ListedAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Report_OfMinors_WithholdsAtOnce_AndADismissalShowsItAgain(DatabaseKind kind)
    {
        await using var stage = await ModerationStage.StartAsync(kind);
        var job = (await stage.RenderAsync(9)).Jobs[0].JobId;

        var report = await ReportAsync(stage, job, Wire.Concern.Minors, "one");
        Assert.Empty(await stage.ListedAsync());
        Assert.Equal("picture.withheld", (await ModerationStage.RefusedAsync(() => stage.FetchAsync(job))).Code);

        await DecideAsync(stage, report, Wire.Decision.Dismiss, "Nobody is in it.");
        Assert.Equal([job], await stage.ListedAsync());
        var outcome = await stage.Moderation.GetReportAsync(new() { ReportId = report.ReportId });
        Assert.Equal((Wire.ReportState.Dismissed, "Nobody is in it."), (outcome.State, outcome.Why));
        await ReportAsync(stage, job, Wire.Concern.Minors, "two"); // it was looked at
        Assert.Equal([job], await stage.ListedAsync());
        Assert.Equal("report.decided", (await ModerationStage.RefusedAsync(() => DecideAsync(stage, report, Wire.Decision.TakeDown, "Late."))).Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Decision_ToTakeDown_EndsAllReportsOfThePicture_AndAnAppealPutsItBack(DatabaseKind kind)
    {
        await using var stage = await ModerationStage.StartAsync(kind);
        var job = (await stage.RenderAsync(9, stage.Asker)).Jobs[0].JobId;
        var (report, other) = (await ReportAsync(stage, job, Wire.Concern.RealPerson, "one"), await ReportAsync(stage, job, Wire.Concern.Explicit, "two"));

        await DecideAsync(stage, report, Wire.Decision.TakeDown, "It shows a neighbour.", warns: true, suspendDays: 2);

        Assert.Equal(RefusalKind.Gone, (await ModerationStage.RefusedAsync(() => stage.FetchAsync(job))).Kind);
        Assert.Equal(Wire.ReportState.TakenDown, (await stage.Moderation.GetReportAsync(new() { ReportId = other.ReportId })).State);
        Assert.Equal("asker.suspended", (await ModerationStage.RefusedAsync(() => stage.RenderAsync(8, stage.Asker))).Code);
        Assert.Equal("appeal.not_owner", (await ModerationStage.RefusedAsync(async () => await stage.Moderation.ContestAsync(new() { JobId = job, Words = "Mine." }))).Code);
        var appeal = await stage.Moderation.ContestAsync(new() { JobId = job, Words = "It shows nobody." }, stage.Asker);
        Assert.Equal(Wire.ReportState.Appealed, appeal.State);
        var waiting = Assert.Single((await stage.Moderation.ListReportsAsync(new(), stage.Moderator)).Reports);
        Assert.Equal(("It shows nobody.", 1, 1), (waiting.AppealWords, waiting.Asker.Warnings, waiting.Asker.Takedowns));
        await DecideAsync(stage, appeal, Wire.Decision.Dismiss, "You are right.");
        Assert.Equal([job], await stage.ListedAsync());
        Assert.True(Assert.Single((await stage.Moderation.ListTakedownsAsync(new())).Takedowns).RestoredAtUs > 0);
        Assert.Equal("appeal.nothing", (await ModerationStage.RefusedAsync(async () => await stage.Moderation.ContestAsync(new() { JobId = job, Words = "Again." }, stage.Asker))).Code);
        Assert.Equal(["report.overturn", "asker.suspend", "report.take_down"], (await stage.Moderation.ListActsAsync(new(), stage.Operator)).Acts.Select(act => act.What));
    }

    [Theory, OnSqlite]
    public async Task Reporter_WhoSaysTooMuch_IsToldToWait_AndOthersAreHeard(DatabaseKind kind)
    {
        await using var stage = await ModerationStage.StartAsync(kind, "--Moderation:ReportsPerHour", "2");
        var job = (await stage.RenderAsync(9)).Jobs[0].JobId;
        await ReportAsync(stage, job, Wire.Concern.Hate, "one");
        await ReportAsync(stage, job, Wire.Concern.Hate, "one");

        Assert.Equal((RefusalKind.TooMany, "report.too_many"), await ModerationStage.RefusedAsync(() => ReportAsync(stage, job, Wire.Concern.Hate, "one")));
        await ReportAsync(stage, job, Wire.Concern.Hate, "two");
        Assert.Equal("report.no_words", (await ModerationStage.RefusedAsync(() => ReportAsync(stage, job, Wire.Concern.Other, "two"))).Code);
        Assert.Equal("report.picture", (await ModerationStage.RefusedAsync(() => ReportAsync(stage, job, Wire.Concern.RefusedPrompt, "two", "Why?"))).Code);
        Assert.Equal("", (await ReportAsync(stage, "", Wire.Concern.RefusedPrompt, "two", "It was a kid goat.")).JobId);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Transparency_CountsWhatWasReportedAndDecided(DatabaseKind kind)
    {
        await using var stage = await ModerationStage.StartAtAnInstantAsync(kind);
        var (one, two) = ((await stage.RenderAsync(9)).Jobs[0].JobId, (await stage.RenderAsync(8)).Jobs[0].JobId);
        await DecideAsync(stage, await ReportAsync(stage, one, Wire.Concern.Hate, "one"), Wire.Decision.TakeDown, "Hate.");
        await DecideAsync(stage, await ReportAsync(stage, two, Wire.Concern.Hate, "one"), Wire.Decision.Dismiss, "A joke.");
        await ReportAsync(stage, two, Wire.Concern.Copyright, "one");

        var month = (await stage.Moderation.GetTransparencyAsync(new() { Months = 2 })).Months;

        Assert.Equal(2, month.Count);
        Assert.Equal((3, 1, 1, 0), (month[0].Reports, month[0].Dismissed, month[0].Waiting, month[1].Reports));
        Assert.Equal([(Wire.Concern.Hate, 1)], month[0].Takedowns.Select(row => (row.Concern, row.Count)));
    }

    private static Task<ReportView> ReportAsync(ModerationStage stage, string job, Wire.Concern concern, string reporter, string words = "") =>
        stage.Moderation.FileReportAsync(new() { JobId = job, Concern = concern, Reporter = reporter, Words = words }).ResponseAsync;

    private static Task<ReportView> DecideAsync(ModerationStage stage, ReportView report, Wire.Decision decision, string why, bool warns = false, int suspendDays = 0) => stage.Moderation.DecideAsync(
        new() { ReportId = report.ReportId, Decision = decision, Why = why, WarnAsker = warns, SuspendAskerDays = suspendDays }, stage.Moderator).ResponseAsync;
}
