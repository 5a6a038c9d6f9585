using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Tests.Jobs.Keeping;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Jobs.Intake;

/// <summary>Many watches over one call, as a site has them.</summary>
public sealed class WatchManyTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Watches_OfSeveralRequests_TellEachOfItsOwnAndEndByThemselves(DatabaseKind kind)
    {
        await using var scene = await KeepingScene.StartAsync(kind);
        var requests = new[] { await scene.AskAsync(scene.Ada, Visibility.Public), await scene.AskAsync(scene.Cleo, Visibility.Public) };
        await using var line = new SiteLine(scene.Grid);
        await line.BeginAsync(1, requests[0].RequestId);
        await line.BeginAsync(2, requests[1].RequestId);
        Assert.Equal(requests[0].RequestId, (await line.NextAsync(1)).View.RequestId);
        Assert.Equal(requests[1].RequestId, (await line.NextAsync(2)).View.RequestId);

        foreach (var (request, owner) in requests.Zip([scene.Ada, scene.Cleo]))
            await scene.ReadAsync<RequestView>("Requests/Cancel", owner, new CancelRequest { RequestId = request.RequestId });

        Assert.Equal(JobState.Cancelled, (await line.LastAsync(1)).View.Jobs[0].State);
        Assert.Equal(JobState.Cancelled, (await line.LastAsync(2)).View.Jobs[0].State);
        Assert.True(await line.IsOverAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Watch_ThatIsRefused_EndsNoOther(DatabaseKind kind)
    {
        await using var scene = await KeepingScene.StartAsync(kind);
        var (open, hidden) = (await scene.AskAsync(scene.Ada, Visibility.Public), await scene.AskAsync(scene.Ada, Visibility.Private));
        await using var line = new SiteLine(scene.Grid);

        await line.BeginAsync(1, "no id");
        await line.BeginAsync(2, hidden.RequestId);
        await line.BeginAsync(3, open.RequestId, "Bearer made up");
        await line.BeginAsync(4, hidden.RequestId, $"Bearer {scene.Ada}");

        Assert.Equal(["request.unknown", "request.unknown", "key.unknown"], [(await line.NextAsync(1)).Refusal.Code, (await line.NextAsync(2)).Refusal.Code, (await line.NextAsync(3)).Refusal.Code]);
        Assert.True((await line.NextAsync(4)).View.Own);
    }

    /// <summary>The call ends with the last watch, so the watch was over.</summary>
    [Theory, OnSqlite]
    public async Task Watch_WhoseVisitorLeaves_IsOver(DatabaseKind kind)
    {
        await using var scene = await KeepingScene.StartAsync(kind);
        var request = await scene.AskAsync(scene.Ada, Visibility.Public);
        await using var line = new SiteLine(scene.Grid);
        await line.BeginAsync(1, request.RequestId);
        await line.NextAsync(1);

        await line.BeginAsync(1, "");

        Assert.True(await line.IsOverAsync());
    }

    [Theory, OnSqlite]
    public async Task Line_WhenTheCoordinatorStops_IsToldSo(DatabaseKind kind)
    {
        await using var scene = await KeepingScene.StartAsync(kind);
        var request = await scene.AskAsync(scene.Ada, Visibility.Public);
        await using var line = new SiteLine(scene.Grid);
        await line.BeginAsync(1, request.RequestId);
        await line.NextAsync(1);

        var stopping = scene.Grid.RestartAsync();

        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => line.LastAsync(1))).StatusCode);
        await stopping;
    }
}
