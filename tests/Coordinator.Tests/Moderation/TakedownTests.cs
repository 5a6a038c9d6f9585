using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Moderation.Takedowns;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;
using Caller = LaionGrid.Coordinator.Accounts.Caller;
using Concerns = LaionGrid.Coordinator.Moderation.Concern;
using Job = LaionGrid.Coordinator.Jobs.Job;
using PictureEmbedding = LaionGrid.Coordinator.Jobs.PictureEmbedding;

namespace LaionGrid.Coordinator.Tests.Moderation;

public sealed class TakedownTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Picture_ThatIsTakenDown_IsGoneWhereverItWasShown(DatabaseKind kind)
    {
        await using var stage = await ModerationStage.StartAsync(kind);
        var (request, other) = (await stage.RenderAsync(9), await stage.RenderAsync(8));
        var job = request.Jobs.Single().JobId;

        var answer = await stage.Moderation.TakeDownAsync(new() { JobId = job, Reason = Concern.RealPerson, Why = "It shows a neighbour." }, stage.Moderator);

        Assert.Equal(1, answer.Pictures);
        Assert.Equal((RefusalKind.Gone, "picture.taken_down"), await ModerationStage.RefusedAsync(async () => await stage.Requests.GetPictureAsync(new() { JobId = job })));
        Assert.Equal((RefusalKind.Gone, "picture.taken_down"), await ModerationStage.RefusedAsync(() => stage.FetchAsync(job)));
        Assert.Equal((RefusalKind.Gone, "picture.taken_down"), await ModerationStage.RefusedAsync(() => stage.FetchAsync(job, stage.Moderator)));
        Assert.Equal([other.Jobs.Single().JobId], await stage.ListedAsync());
        Assert.Empty((await stage.Requests.ListPicturesAsync(new() { Checks = { PictureCheck.Withheld, PictureCheck.Unsafe, PictureCheck.Unchecked } }, stage.Moderator)).Pictures);
        var seen = await stage.Requests.GetAsync(new() { RequestId = request.RequestId });
        Assert.Equal((JobState.Failed, "picture.taken_down", "", "", 0), (seen.Jobs[0].State, seen.Jobs[0].FailureCode, seen.Jobs[0].PictureSha256, seen.Settings.Prompt, seen.Jobs[0].Seed));
        var tombstone = Assert.Single((await stage.Moderation.ListTakedownsAsync(new())).Takedowns);
        Assert.Equal((job, Concern.RealPerson), (tombstone.JobId, tombstone.Reason));
        Assert.Empty((await stage.Moderation.ListTakedownsAsync(new() { AfterUs = tombstone.AtUs, AfterJobId = job })).Takedowns);
        var act = Assert.Single((await stage.Moderation.ListActsAsync(new(), stage.Operator)).Acts);
        Assert.Equal(("picture.take_down", $"picture:{job}", "It shows a neighbour."), (act.What, act.Subject, act.Why));
        Assert.Equal(0, (await stage.Moderation.TakeDownAsync(new() { JobId = job, Reason = Concern.Other, Why = "Again." }, stage.Moderator)).Pictures);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Embedding_OfAPictureThatIsTakenDown_IsGoneAndOthersStay(DatabaseKind kind)
    {
        await using var stage = await ModerationStage.StartAsync(kind);
        var (taken, other) = ((await stage.RenderAsync(9)).Jobs[0].JobId, (await stage.RenderAsync(8)).Jobs[0].JobId);
        await using var db = await new Story(stage.Grid).DbAsync();
        var attempts = (await db.Set<Job>().ToListAsync()).ToDictionary(job => job.Id.ToString(), job => job.AttemptId!.Value); // both are rendered
        db.AddRange(attempts.Values.Select(attempt => new PictureEmbedding { AttemptId = attempt, Vector = [1, 2, 3] }));
        await db.SaveChangesAsync();

        await stage.Moderation.TakeDownAsync(new() { JobId = taken, Reason = Concern.RealPerson, Why = "It shows a neighbour." }, stage.Moderator);

        Assert.Equal([attempts[other]], await db.Set<PictureEmbedding>().Select(embedding => embedding.AttemptId).ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Pictures_OfTheSameBytes_ShareTheFate(DatabaseKind kind)
    {
        await using var stage = await ModerationStage.StartAsync(kind);
        var (one, same) = (await stage.RenderAsync(9), await stage.RenderAsync(9));

        var answer = await stage.Moderation.TakeDownAsync(new() { JobId = one.Jobs[0].JobId, Reason = Concern.Hate, Why = "Hate." }, stage.Moderator);

        Assert.Equal(2, answer.Pictures);
        Assert.Equal(RefusalKind.Gone, (await ModerationStage.RefusedAsync(() => stage.FetchAsync(same.Jobs[0].JobId))).Kind);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Bulk_OfAnAskerOrAWorker_TakesAllOfTheirsAndCancelsWhatWaits(DatabaseKind kind)
    {
        await using var stage = await ModerationStage.StartAsync(kind);
        var (first, second, foreign) = (await stage.RenderAsync(1, stage.Asker), await stage.RenderAsync(2, stage.Asker), await stage.RenderAsync(3));
        var open = (await stage.Requests.SubmitAsync(new() { RequestKey = "open", Settings = new() { Prompt = "a boat" }, Count = 2 }, stage.Asker)).Request;

        var byAsker = await stage.Moderation.TakeDownAsync(new() { JobId = first.Jobs[0].JobId, Scope = TakeDownScope.Asker, Reason = Concern.Illegal, Why = "All of it." }, stage.Moderator);

        Assert.Equal(2, byAsker.Pictures);
        Assert.Equal([foreign.Jobs[0].JobId], await stage.ListedAsync());
        Assert.All((await stage.Requests.GetAsync(new() { RequestId = open.RequestId })).Jobs, job => Assert.Equal(JobState.Cancelled, job.State));
        Assert.Equal(RefusalKind.Gone, (await ModerationStage.RefusedAsync(() => stage.FetchAsync(second.Jobs[0].JobId))).Kind);
        var byWorker = await stage.Moderation.TakeDownAsync(new() { JobId = foreign.Jobs[0].JobId, Scope = TakeDownScope.Worker, Reason = Concern.Illegal, Why = "The rest." }, stage.Moderator);
        Assert.Equal(1, byWorker.Pictures);
        Assert.Empty(await stage.ListedAsync());
    }

    [Theory, OnSqlite]
    public async Task TakeDown_ByAnyoneElse_IsRefused(DatabaseKind kind)
    {
        await using var stage = await ModerationStage.StartAsync(kind);
        var job = (await stage.RenderAsync(9)).Jobs[0].JobId;
        var order = new TakeDownRequest { JobId = job, Reason = Concern.Hate, Why = "No." };

        Assert.Equal("key.missing", (await ModerationStage.RefusedAsync(async () => await stage.Moderation.TakeDownAsync(order))).Code);
        Assert.Equal("key.not_allowed", (await ModerationStage.RefusedAsync(async () => await stage.Moderation.TakeDownAsync(order, stage.Asker))).Code);
        Assert.Equal("key.not_allowed", (await ModerationStage.RefusedAsync(async () => await stage.Moderation.ListActsAsync(new(), stage.Moderator))).Code);
        Assert.Equal("key.not_allowed", (await ModerationStage.RefusedAsync(async () => await stage.Moderation.AnnounceAsync(new() { Text = "Hello.", Minutes = 1 }, stage.Moderator))).Code);
        Assert.Equal("reason.invalid", (await ModerationStage.RefusedAsync(async () => await stage.Moderation.TakeDownAsync(new() { JobId = job, Reason = Concern.Hate }, stage.Moderator))).Code);
        Assert.Equal([job], await stage.ListedAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Bytes_OfWhatWasTakenDown_AreHeldAndThenErased(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, "--Verification:ProvingAudits", "0", "--Moderation:HoldDays", "10");
        var story = new Story(grid);
        var request = await story.AskAsync();
        await story.RenderAsync(await story.EnrollAsync("worker"), shade: 9);
        var job = await story.JobAsync(request);
        var sha256 = WorkerClient.Hash(PaintedPng.Of(16, 16, 9));

        await grid.Get<TakeDownPictures>().RunAsync(new(job.Id, TakedownScope.Picture, Concerns.Illegal, "Why.", Operator), default);
        await SweepAsync(grid, sha256, TimeSpan.FromDays(2));
        Assert.NotNull(await grid.Get<IBlobStore>().GetAsync(sha256, default));

        await SweepAsync(grid, sha256, TimeSpan.FromDays(8));
        Assert.Null(await grid.Get<IBlobStore>().GetAsync(sha256, default));
        Assert.Single(await grid.Get<ListTakedowns>().RunAsync(DateTimeOffset.UnixEpoch, null, 10, default));
    }

    private static Caller Operator { get; } = new(Coordinator.Accounts.AccountId.Operator, Coordinator.Accounts.KeyRole.Operator, null, "operator");

    /// <summary>Twice: what nothing refers to is set aside first, and deleted a grace later.</summary>
    private static async Task SweepAsync(CoordinatorUnderTest grid, string sha256, TimeSpan later)
    {
        for (var round = 0; round < 2; round++)
        {
            grid.Time.Advance(later);
            await grid.Loop<EraseLoop>().RunOnceAsync(default);
            await grid.Loop<BlobSweep>().SweepAsync(sha256[..2], default);
        }
    }
}
