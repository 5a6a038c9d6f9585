using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Moderation;

public sealed class DeskTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Operator_SeesWorkersAndJobs_AndEachLeverLeavesALine(DatabaseKind kind)
    {
        await using var stage = await ModerationStage.StartAsync(kind);
        var job = (await stage.RenderAsync(9, stage.Asker)).Jobs[0].JobId;
        using var channel = stage.Grid.Channel();
        var desk = new Desk.DeskClient(channel);

        var worker = Assert.Single((await desk.ListWorkersAsync(new() { Search = "WORK" }, stage.Operator)).Workers);
        Assert.True(worker.LastLeaseAtUs > 0);
        Assert.Empty((await desk.ListWorkersAsync(new() { OnlyStopped = true }, stage.Operator)).Workers);
        await desk.SuspendWorkerAsync(new() { WorkerId = worker.WorkerId, Days = 3, Why = "Odd pictures." }, stage.Operator);
        Assert.True(Assert.Single((await desk.ListWorkersAsync(new() { OnlyStopped = true }, stage.Operator)).Workers).SuspendedUntilUs > 0);
        Assert.Equal(worker.WorkerId, Assert.Single((await desk.ListSuspectsAsync(new(), stage.Operator)).Workers).WorkerId);
        await desk.SuspendWorkerAsync(new() { WorkerId = worker.WorkerId, Days = 0, Why = "They were not." }, stage.Operator);

        var listed = Assert.Single((await desk.ListJobsAsync(new() { Id = job }, stage.Operator)).Jobs);
        Assert.Equal(("done", "Ada", "worker", "paper"), (listed.State, listed.AccountName, listed.WorkerName, listed.BundleId));
        Assert.Equal(job, Assert.Single((await desk.ListJobsAsync(new() { Id = listed.RequestId, State = "done" }, stage.Operator)).Jobs).JobId);
        Assert.Empty((await desk.ListJobsAsync(new() { State = "queued" }, stage.Operator)).Jobs);

        var demand = Assert.Single((await desk.ListBundleDemandAsync(new(), stage.Operator)).Bundles);
        Assert.Equal(("paper", false, 1, 1), (demand.BundleId, demand.Hidden, demand.Pictures, demand.Workers));
        await desk.HideBundleAsync(new() { BundleId = "paper", Hidden = true, Why = "It is broken." }, stage.Operator);
        Assert.Equal("bundle.hidden", (await ModerationStage.RefusedAsync(() => stage.RenderAsync(8))).Code);
        Assert.Equal(["paper"], (await new Contracts.V1.Models.ModelsClient(channel).ListBundlesAsync(new())).HiddenBundleIds);
        await desk.HideBundleAsync(new() { BundleId = "paper", Hidden = false }, stage.Operator);
        await stage.RenderAsync(8);

        var acts = (await stage.Moderation.ListActsAsync(new(), stage.Operator)).Acts;
        Assert.Equal(["bundle.show", "bundle.hide", "worker.release", "worker.suspend"], acts.Select(act => act.What));
        Assert.Equal("bundle.hide", Assert.Single((await stage.Moderation.ListActsAsync(new() { Limit = 1, BeforeActId = acts[0].ActId }, stage.Operator)).Acts).What);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Job_ThatFailed_IsTriedAgainByTheOperatorsWord(DatabaseKind kind)
    {
        await using var stage = await ModerationStage.StartAsync(kind, "--Jobs:MaxFailures", "1");
        using var channel = stage.Grid.Channel();
        var desk = new Desk.DeskClient(channel);
        var worker = await WorkerClient.EnrollAsync(stage.Grid, "breaker");
        var request = (await stage.Requests.SubmitAsync(new() { RequestKey = "poison", Settings = new() { Prompt = "a boat" }, Count = 1 })).Request;
        var lease = await worker.ClaimAsync();
        await worker.Work.FailAsync(new() { Lease = WorkerClient.Token(lease), Reason = FailReason.RenderError, Detail = "It broke." });
        var failed = Assert.Single((await desk.ListJobsAsync(new() { State = "failed" }, stage.Operator)).Jobs);

        await desk.RequeueJobAsync(new() { JobId = failed.JobId, Why = "The driver is mended." }, stage.Operator);
        var mender = await WorkerClient.EnrollAsync(stage.Grid, "mender");
        await mender.DeliverAsync(await mender.ClaimAsync(), 9);

        Assert.Equal(JobState.Done, (await stage.Requests.GetAsync(new() { RequestId = request.RequestId })).Jobs[0].State);
        Assert.Equal("job.unknown", (await ModerationStage.RefusedAsync(async () => await desk.RequeueJobAsync(new() { JobId = failed.JobId }, stage.Operator))).Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Announcement_StandsUntilItEnds(DatabaseKind kind)
    {
        await using var stage = await ModerationStage.StartAsync(kind);

        var made = await stage.Moderation.AnnounceAsync(new() { Text = "The grid rests on Sunday.", Minutes = 60 }, stage.Operator);

        Assert.Equal("The grid rests on Sunday.", Assert.Single((await stage.Moderation.GetAnnouncementsAsync(new())).Announcements_).Text);
        await stage.Moderation.EndAnnouncementAsync(new() { AnnouncementId = made.AnnouncementId }, stage.Operator);
        Assert.Empty((await stage.Moderation.GetAnnouncementsAsync(new())).Announcements_);
    }
}
