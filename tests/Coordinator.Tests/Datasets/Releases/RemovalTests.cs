using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Datasets.Releases;
using LaionGrid.Coordinator.Datasets.Releases.Building;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Jobs.Keeping;
using LaionGrid.Coordinator.Moderation.Takedowns;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;
using Concern = LaionGrid.Coordinator.Moderation.Concern;
using PictureCheck = LaionGrid.Coordinator.Jobs.Checks.PictureCheck;
using ReleaseState = LaionGrid.Coordinator.Datasets.Releases.ReleaseState;
using Visibility = LaionGrid.Coordinator.Jobs.Visibility;

namespace LaionGrid.Coordinator.Tests.Datasets.Releases;

/// <summary>What is taken away goes through the whole chain.</summary>
public sealed class RemovalTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Picture_TakenDown_IsHandedOutNoMoreAndItsMonthIsRevised(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind, 4, "--Releases:IsScheduled", "true");
        var (loop, today) = (stage.Grid.Loop<ReleaseLoop>(), ReleaseVersion.OfDay(stage.Grid.Time.GetUtcNow()));
        await loop.RunOnceAsync(default);
        Assert.Equal(stage.Pictures, await stage.InAsync(ReleaseStage.Month));
        Assert.Equal(stage.Pictures, await stage.InAsync(today));

        await stage.ChangeAsync(1, job => job.ExecuteUpdateAsync(set => set.SetProperty(one => one.Check, PictureCheck.TakenDown)));
        await loop.RunOnceAsync(default);

        Assert.False(Directory.Exists(stage.FolderOf(ReleaseStage.Month)));
        Assert.False(Directory.Exists(stage.FolderOf(today)));
        var tombstone = Assert.Single(await stage.Grid.Get<ViewReleases>().TombstonesAsync(DateTimeOffset.UnixEpoch, null, 10, default));
        Assert.Equal((stage.Pictures[1], RemovalReason.TakenDown), (tombstone.JobId, tombstone.Reason));
        Assert.Equal([stage.Pictures[0], stage.Pictures[2], stage.Pictures[3]], await stage.InAsync(ReleaseStage.Month.Next));
        stage.Grid.Time.Advance(TimeSpan.FromDays(1));
        await loop.RunOnceAsync(default);
        Assert.Equal([stage.Pictures[0], stage.Pictures[2], stage.Pictures[3]], await stage.InAsync(ReleaseVersion.OfDay(stage.Grid.Time.GetUtcNow()))); // what else the withdrawn increment held
        Assert.Contains("1 that were released once are gone for good", await File.ReadAllTextAsync(Path.Combine(stage.FolderOf(ReleaseStage.Month.Next), "CHANGES.md")), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Picture_WithdrawnLater_LeavesWithTheNextRevision(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind, 3, "--Releases:IsScheduled", "true");
        var loop = stage.Grid.Loop<ReleaseLoop>();
        await loop.RunOnceAsync(default);

        await stage.ChangeAsync(0, job => job.ExecuteUpdateAsync(set => set.SetProperty(one => one.Visibility, Visibility.Private)));
        await loop.RunOnceAsync(default);
        Assert.True(Directory.Exists(stage.FolderOf(ReleaseStage.Month))); // not yet: it waits a day for others
        stage.Grid.Time.Advance(TimeSpan.FromDays(1));
        await loop.RunOnceAsync(default);

        Assert.False(Directory.Exists(stage.FolderOf(ReleaseStage.Month)));
        Assert.Equal([stage.Pictures[1], stage.Pictures[2]], await stage.InAsync(ReleaseStage.Month.Next));
        await using var db = await stage.DbAsync();
        Assert.Equal([ReleaseState.Superseded, ReleaseState.Published], await db.Releases.Where(release => release.Version.StartsWith("2026-11")).OrderBy(release => release.Version).Select(release => release.State).ToListAsync());
    }

    /// <summary>The clock stands still, so that nothing but being told wakes the loop.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Picture_TakenDown_HasItsTombstoneAtOnce(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind, 3);
        await stage.BuiltAsync(ReleaseStage.Month);
        var loop = stage.Grid.Loop<ReleaseLoop>();
        await loop.StartAsync(default);

        await stage.Grid.Get<TakeDownPictures>().RunAsync(new(stage.Pictures[0], TakedownScope.Picture, Concern.Hate, "Hateful.", new Caller(AccountId.Network, KeyRole.Operator, null, "lg_operator")), default);
        await stage.Grid.UntilAsync(db => db.Tombstones.AnyAsync(tombstone => tombstone.JobId == stage.Pictures[0]), TimeSpan.FromSeconds(30));
        await using var db = await stage.DbAsync();
        Assert.Equal(ReleaseState.Withdrawn, await db.Releases.Select(release => release.State).SingleAsync());
        await loop.StopAsync(default);
    }

    /// <summary>Each way in which people take a picture back; likewise nothing but being told wakes the loop.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Picture_TakenBackByItsPerson_HasItsTombstoneAtOnce(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind, 4);
        await stage.BuiltAsync(ReleaseStage.Month);
        var (loop, owners) = (stage.Grid.Loop<ReleaseLoop>(), await OwnersAsync(stage));
        await loop.StartAsync(default);

        await stage.Grid.Get<WithdrawPictures>().RunAsync(owners[0], [stage.Pictures[0]], default);
        await BuriedAsync(1);
        await stage.Grid.Get<ChangeVisibility>().RunAsync(owners[1], [stage.Pictures[1]], Visibility.Private, default);
        await BuriedAsync(2);
        await stage.Grid.Get<DeletePictures>().RunAsync(owners[2], [stage.Pictures[2]], default);
        await BuriedAsync(3);

        await using var db = await stage.DbAsync();
        Assert.Equal(stage.Pictures.Take(3).ToHashSet(), (await db.Tombstones.Where(tombstone => tombstone.Reason == RemovalReason.Withdrawn).Select(tombstone => tombstone.JobId).ToListAsync()).ToHashSet());
        Assert.Equal(ReleaseState.Published, await db.Releases.Select(release => release.State).SingleAsync()); // the files wait for the next revision
        await loop.StopAsync(default);

        Task BuriedAsync(int count) => stage.Grid.UntilAsync(db => db.Tombstones.Skip(count - 1).AnyAsync(), TimeSpan.FromSeconds(60));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Bury_OfSomePictures_LooksAtNoOthers(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind, 3);
        await stage.BuiltAsync(ReleaseStage.Month);
        await using (var db = await stage.DbAsync())
            await db.Jobs.ExecuteUpdateAsync(set => set.SetProperty(job => job.Visibility, Visibility.Private));

        Assert.Equal(0, await stage.Grid.Get<BuryReleased>().RunAsync([], default));
        Assert.Equal(1, await stage.Grid.Get<BuryReleased>().RunAsync([stage.Pictures[2]], default));
        Assert.Equal(0, await stage.Grid.Get<BuryReleased>().RunAsync([stage.Pictures[2]], default)); // again
        Assert.Equal(2, await stage.Grid.Get<BuryReleased>().RunAsync(null, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Picture_WithdrawnUnderEmbargo_WasNeverReleased(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind, 2);
        await using var db = await stage.DbAsync();
        var owner = await db.Requests.Join(db.Jobs.Where(job => job.Id == stage.Pictures[0]), request => request.Id, job => job.RequestId, (request, _) => request.AccountId).SingleAsync();

        Assert.Equal([stage.Pictures[0]], await stage.Grid.Get<WithdrawPictures>().RunAsync(owner, stage.Pictures.ToList(), default)); // the other is somebody else's
        Assert.Equal([stage.Pictures[0]], await stage.Grid.Get<WithdrawPictures>().RunAsync(owner, stage.Pictures.ToList(), default)); // again
        await stage.BuiltAsync(ReleaseStage.Month);

        Assert.Equal([stage.Pictures[1]], await stage.InAsync(ReleaseStage.Month));
        Assert.Empty(await stage.Grid.Get<ViewReleases>().TombstonesAsync(DateTimeOffset.UnixEpoch, null, 10, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Pictures_OfARequestWithoutAccount_AreWithdrawnByItsKeyAlone(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(kind);
        using var channel = grid.Channel();
        var (requests, releases) = (new Requests.RequestsClient(channel), new Contracts.V1.Releases.ReleasesClient(channel));
        var request = (await requests.SubmitAsync(new() { RequestKey = "made-up", Settings = new() { Prompt = "a boat" }, Count = 2 })).Request;
        Assert.Equal("request.not_yours", await RefusedAsync(async () => await releases.WithdrawOfRequestAsync(new() { RequestId = request.RequestId, RequestKey = "guessed" })));

        var withdrawn = await releases.WithdrawOfRequestAsync(new() { RequestId = request.RequestId, RequestKey = "made-up" });
        await releases.WithdrawOfRequestAsync(new() { RequestId = request.RequestId, RequestKey = "made-up" }); // again

        Assert.Equal(request.Jobs.Select(job => job.JobId), withdrawn.JobIds);
        await using var db = await new Story(grid).DbAsync();
        Assert.Equal(2, await db.Withdrawals.CountAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Tombstones_FromTheNewestOn_ComeInPagesWithoutLoss(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind, 5);
        await using (var db = await stage.DbAsync())
        {
            db.AddRange(stage.Pictures.Select((picture, index) => new Tombstone { JobId = picture, At = ReleaseStage.November.AddHours(index / 3), Reason = RemovalReason.Withdrawn })); // three of one instant, two of another
            await db.SaveChangesAsync();
        }
        var (view, found) = (stage.Grid.Get<ViewReleases>(), new List<Tombstone>());

        while (await view.NewestTombstonesAsync(found.LastOrDefault()?.At, found.LastOrDefault()?.JobId, 2, default) is { Count: > 0 } page)
            found.AddRange(page);

        Assert.Equal(stage.Pictures.Reverse(), found.Select(tombstone => tombstone.JobId));
    }

    [Theory, OnSqlite]
    public async Task Files_OverTheWire_ComeByRangesAndGoWithTheRelease(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(kind);
        await new ReleasableGrid(grid).AddAsync(2, DateTimeOffset.UtcNow.AddDays(-10), authors: 1, index => PaintedPng.Of(16, 16, (byte)index));
        var today = ReleaseVersion.OfDay(DateTimeOffset.UtcNow);
        Assert.IsType<BuildOutcome.Built>(await grid.Get<BuildRelease>().RunAsync(today, null, null, default));
        using var channel = grid.Channel();
        var releases = new Contracts.V1.Releases.ReleasesClient(channel);
        var release = await releases.GetAsync(new() { Version = today.ToString() });
        var shard = release.Files.Single(file => file.Path.EndsWith(".tar", StringComparison.Ordinal));

        var (first, rest) = (await FetchAsync(releases, today, shard.Path, 0, 1000), await FetchAsync(releases, today, shard.Path, 1000, 64 * 1024 * 1024));

        Assert.Equal(2, Assert.Single((await releases.ListAsync(new())).Releases).Pictures);
        Assert.Equal((1000, shard.Bytes), (first.Length, first.Length + (long)rest.Length));
        Assert.Equal(shard.Sha256, WorkerClient.Hash([.. first, .. rest]));
        Assert.Equal("file.unknown", await RefusedAsync(() => FetchAsync(releases, today, "../../grid.db", 0, 10)));
        Assert.Equal("offset.out_of_range", await RefusedAsync(() => FetchAsync(releases, today, shard.Path, shard.Bytes + 1, 10)));
        Assert.Equal("length.out_of_range", await RefusedAsync(() => FetchAsync(releases, today, shard.Path, 0, 0)));
        await using (var db = await new Story(grid).DbAsync())
            await db.Jobs.ExecuteUpdateAsync(set => set.SetProperty(job => job.Check, PictureCheck.TakenDown));
        await grid.Get<BuryReleased>().RunAsync(null, default);
        Assert.Equal("release.withdrawn", await RefusedAsync(() => FetchAsync(releases, today, shard.Path, 0, 10)));
        Assert.Equal(["taken_down", "taken_down"], (await releases.ListTombstonesAsync(new())).Tombstones.Select(tombstone => tombstone.ReasonCode));
    }

    /// <summary>Of each picture, in their order.</summary>
    private static async Task<IReadOnlyList<AccountId>> OwnersAsync(ReleaseStage stage)
    {
        await using var db = await stage.DbAsync();
        var owners = await db.Requests.Join(db.Jobs, request => request.Id, job => job.RequestId, (request, job) => new { job.Id, request.AccountId }).ToDictionaryAsync(one => one.Id, one => one.AccountId);
        return [.. stage.Pictures.Select(picture => owners[picture])];
    }

    private static async Task<byte[]> FetchAsync(Contracts.V1.Releases.ReleasesClient releases, ReleaseVersion version, string path, long offset, int length)
    {
        using var call = releases.FetchFile(new() { Version = version.ToString(), Path = path, Offset = offset, Length = length });
        using var bytes = new MemoryStream();
        await foreach (var chunk in call.ResponseStream.ReadAllAsync())
            chunk.Data.WriteTo(bytes);
        return bytes.ToArray();
    }

    private static async Task<string> RefusedAsync(Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<RpcException>(call);
        return Refusal.Parser.ParseFrom(error.Trailers.GetValueBytes("laiongrid-refusal-bin")).Code;
    }
}
