using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.People;
using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Keeping;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;
using JobState = LaionGrid.Coordinator.Jobs.JobState;
using Visibility = LaionGrid.Contracts.V1.Visibility;

namespace LaionGrid.Coordinator.Tests.Jobs.Keeping;

public sealed class DeletePicturesTests
{
    /// <summary>What is known of the queue may be of a moment ago, and is counted anew every half minute.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory, OnSqlite, OnPostgres]
    public async Task Delete_OfAllOfARequest_ErasesItsWordsAndLetsItsBytesGo_AndKeepsTheLedger(DatabaseKind kind)
    {
        await using var scene = await KeepingScene.StartAsync(kind);
        var kept = await scene.RenderAsync(await scene.AskAsync(scene.Ada, Visibility.Public, count: 2, prompt: "a secret"), scene.Ada);
        await using var db = await DbAsync(scene);
        var posted = await db.Postings.CountAsync();

        await scene.DeleteAsync(kept[0].JobId);
        Assert.Equal("a secret", await db.Requests.Select(request => request.Settings.Prompt).SingleAsync());
        await scene.DeleteAsync(kept[1].JobId);

        Assert.Equal("", await db.Requests.Select(request => request.Settings.Prompt).SingleAsync());
        Assert.Empty(await References(scene).FindAsync([.. kept.Select(one => one.Sha256)], default));
        Assert.Equal(posted, await db.Postings.CountAsync());
        Assert.Empty(await scene.Grid.Get<ProveLedger>().RunAsync(default));
    }

    /// <summary>Two people may have asked for the same picture.</summary>
    [Theory, OnSqlite]
    public async Task Delete_OfAPictureThatAnotherHasToo_KeepsTheOthersBytes(DatabaseKind kind)
    {
        await using var scene = await KeepingScene.StartAsync(kind);
        var (mine, theirs) = (await scene.PictureAsync(scene.Ada, Visibility.Public), await scene.PictureAsync(scene.Cleo, Visibility.Public));
        await using var db = await DbAsync(scene);
        await db.Attempts.ExecuteUpdateAsync(set => set.SetProperty(attempt => attempt.PictureSha256, theirs.Sha256));

        await scene.DeleteAsync(mine.JobId);

        Assert.NotEmpty(await References(scene).FindAsync([theirs.Sha256], default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Delete_OfAPictureThatIsBeingChecked_HidesItNowAndErasesItAfterwards(DatabaseKind kind)
    {
        await using var scene = await KeepingScene.StartAsync(kind, proving: 1);
        var jobId = (await scene.AskAsync(scene.Ada, Visibility.Public, prompt: "a secret")).Jobs[0].JobId;
        await scene.RenderNextAsync();

        await scene.DeleteAsync(jobId);

        await using var db = await DbAsync(scene);
        Assert.Equal(("a secret", JobState.Rendered), (await db.Requests.Select(request => request.Settings.Prompt).SingleAsync(), await db.Jobs.Select(job => job.State).SingleAsync()));
        Assert.Equal("job.unknown", (await scene.CallAsync("Requests/GetPicture", scene.Ada, new GetPictureRequest { JobId = jobId })).Refusal?.Code);
        await scene.JudgeAsync();
        await scene.Grid.Loop<EraseLoop>().RunOnceAsync(default);
        Assert.Equal(("", JobState.Cancelled), (await db.Requests.Select(request => request.Settings.Prompt).SingleAsync(), await db.Jobs.Select(job => job.State).SingleAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Delete_OfWhatWaitsInTheQueue_TakesItOut(DatabaseKind kind)
    {
        await using var scene = await KeepingScene.StartAsync(kind);
        var request = await scene.AskAsync(scene.Ada, Visibility.Private);
        await scene.Grid.Get<QueueGauge>().UntilAsync(gauge => gauge.Queued == 1, Patience);

        await scene.DeleteAsync(request.Jobs[0].JobId);

        await scene.Grid.Get<QueueGauge>().UntilAsync(gauge => gauge.Queued == 0, Patience);
        await using var db = await DbAsync(scene);
        Assert.Equal((JobState.Cancelled, ""), (await db.Jobs.Select(job => job.State).SingleAsync(), await db.Requests.Select(one => one.Settings.Prompt).SingleAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Erasure_OfAPerson_TakesAlongWhatWasNotForEverybody(DatabaseKind kind)
    {
        await using var scene = await KeepingScene.StartAsync(kind);
        var (kept, _) = (await scene.PictureAsync(scene.Ada, Visibility.Public, prompt: "for all"), await scene.PictureAsync(scene.Ada, Visibility.Private, prompt: "a secret"));
        using var channel = scene.Grid.Channel(scene.Ada);
        var ada = (await new Contracts.V1.Accounts.AccountsClient(channel).WhoAmIAsync(new())).AccountId;

        await scene.Grid.Get<EraseAccount>().RunAsync(Ids.Read<AccountId>(ada)!.Value, default);
        await scene.Grid.Loop<EraseLoop>().RunOnceAsync(default);

        await using var db = await DbAsync(scene);
        Assert.Equal(["", "for all"], await db.Requests.Select(request => request.Settings.Prompt).OrderBy(prompt => prompt).ToListAsync());
        Assert.Equal(Grpc.Core.StatusCode.OK, (await scene.CallAsync("Requests/GetPicture", null, new GetPictureRequest { JobId = kept.JobId })).Status);
    }

    private static AttemptReferences References(KeepingScene scene) => scene.Grid.Get<IEnumerable<IBlobReferences>>().OfType<AttemptReferences>().Single();

    private static Task<GridDb> DbAsync(KeepingScene scene) => scene.Grid.Get<IDbContextFactory<GridDb>>().CreateDbContextAsync();
}
