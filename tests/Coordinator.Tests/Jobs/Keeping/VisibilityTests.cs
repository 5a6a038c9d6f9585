using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Jobs.Keeping;

/// <summary>Who sees which picture, over the wire.</summary>
public sealed class VisibilityTests
{
    private static readonly Kept Unknown = new(new string('f', 32), new string('f', 32), new string('f', 64));

    /// <summary>Every call that answers about one picture or its request.</summary>
    private static readonly (string Rpc, Func<Kept, IMessage> Message)[] Reads =
    [
        ("Requests/Get", kept => new GetRequest { RequestId = kept.RequestId }),
        ("Requests/Watch", kept => new WatchRequest { RequestId = kept.RequestId, Previews = true }),
        ("Requests/GetPicture", kept => new GetPictureRequest { JobId = kept.JobId }),
        ("Requests/FetchPicture", kept => new FetchPictureRequest { JobId = kept.JobId }),
        ("Pictures/Recognise", kept => new RecogniseRequest { Sha256 = kept.Sha256 }),
        ("Provenance/Get", kept => new GetProvenanceRequest { JobId = kept.JobId }),
        ("Pictures/GetLineage", kept => new GetLineageRequest { JobId = kept.JobId }),
    ];

    [Theory, OnSqlite, OnPostgres]
    public async Task Reads_ByEverybody_AnswerWhatMayNotBeSeenAsWhatIsNotThere(DatabaseKind kind)
    {
        await using var scene = await KeepingScene.StartAsync(kind);
        var pictures = await OneOfEachAsync(scene);
        foreach (var (visibility, kept) in pictures)
        foreach (var (caller, key) in scene.Callers)
        foreach (var (rpc, message) in Reads)
        {
            var (answer, unknown) = (await scene.CallAsync(rpc, key, message(kept)), await scene.CallAsync(rpc, key, message(Unknown)));
            var isSeen = visibility is "public" or "unlisted" || (visibility == "private" && caller is "owner" or "operator");
            Assert.True((answer.Status == StatusCode.OK) == isSeen, $"{rpc} of a {visibility} picture by {caller}: {answer}");
            if (!isSeen)
                Assert.Equal((unknown.Status, unknown.Detail, unknown.Refusal, 0), (answer.Status, answer.Detail, answer.Refusal, answer.Messages.Count));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lists_WhoeverAsks_HoldPublicPicturesAlone(DatabaseKind kind)
    {
        await using var scene = await KeepingScene.StartAsync(kind);
        var pictures = await OneOfEachAsync(scene);
        foreach (var (caller, key) in scene.Callers)
        foreach (var ask in new ListPicturesRequest[] { new(), new() { ContributorName = "tern" }, new() { BundleId = "paper" }, new() { Shape = PictureShape.Square } })
        {
            var list = await scene.ReadAsync<ListPicturesResponse>("Requests/ListPictures", key, ask);
            Assert.True(list.Pictures.Count == 1 && list.Pictures[0].Job.JobId == pictures["public"].JobId, $"{ask} by {caller}");
        }
    }

    /// <summary>A page that begins behind a picture would tell that it is there, by what is older.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task List_BehindAPrivatePicture_IsTheListBehindWhatIsNotThere(DatabaseKind kind)
    {
        await using var scene = await KeepingScene.StartAsync(kind);
        await scene.PictureAsync(scene.Ada, Visibility.Public);
        var hidden = await scene.PictureAsync(scene.Ada, Visibility.Private);

        var (behind, unknown) = (await BehindAsync(hidden.JobId), await BehindAsync(Unknown.JobId));

        Assert.Equal(unknown, behind);

        Task<ListPicturesResponse> BehindAsync(string jobId) => scene.ReadAsync<ListPicturesResponse>("Requests/ListPictures", null, new ListPicturesRequest { BeforeJobId = jobId });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ListOwn_HoldsAllThatIsNotDeleted_AndNothingOfOthers(DatabaseKind kind)
    {
        await using var scene = await KeepingScene.StartAsync(kind);
        var pictures = await OneOfEachAsync(scene);

        var (own, others) = (await ListAsync(scene.Ada), await ListAsync(scene.Cleo));

        Assert.Equal(new[] { "private", "unlisted", "public" }.Select(one => pictures[one].RequestId), own.Requests.Select(request => request.RequestId));
        Assert.All(own.Requests, request => Assert.True(request.Own));
        Assert.Empty(others.Requests);

        Task<ListOwnResponse> ListAsync(string key) => scene.ReadAsync<ListOwnResponse>("Pictures/ListOwn", key, new ListOwnRequest());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ListOwn_ForWords_FindsThemInAnyCaseAndPagesBehindThem(DatabaseKind kind)
    {
        await using var scene = await KeepingScene.StartAsync(kind);
        foreach (var prompt in new[] { "A red House", "a house, red", "100% red_house", "a boat" })
            await scene.AskAsync(scene.Ada, Visibility.Public, prompt: prompt);

        Assert.Equal(["100% red_house", "a house, red", "A red House"], await FindAsync("HOUSE red"));
        Assert.Equal(["100% red_house"], await FindAsync("0% d_h"));
        Assert.Empty(await FindAsync("%boat"));
        var first = await scene.ReadAsync<ListOwnResponse>("Pictures/ListOwn", scene.Ada, new ListOwnRequest { Words = "red", Limit = 1 });
        var second = await scene.ReadAsync<ListOwnResponse>("Pictures/ListOwn", scene.Ada, new ListOwnRequest { Words = "red", Limit = 1, BeforeRequestId = first.Requests[0].RequestId });
        Assert.Equal("a house, red", second.Requests[0].Settings.Prompt);

        async Task<IEnumerable<string>> FindAsync(string words) =>
            (await scene.ReadAsync<ListOwnResponse>("Pictures/ListOwn", scene.Ada, new ListOwnRequest { Words = words })).Requests.Select(request => request.Settings.Prompt);
    }

    /// <summary>A public picture's page leads to its request, which must not give away the unlisted ones of it.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Request_OfMixedPictures_ShowsAStrangerThePublicOnesAlone(DatabaseKind kind)
    {
        await using var scene = await KeepingScene.StartAsync(kind);
        var kept = await scene.RenderAsync(await scene.AskAsync(scene.Ada, Visibility.Unlisted, count: 3), scene.Ada);
        await scene.ChangeAsync(Visibility.Private, kept[2].JobId);
        Assert.Equal([0, 1], await SeenAsync(null));

        await scene.ChangeAsync(Visibility.Public, kept[1].JobId);

        Assert.Equal([1], await SeenAsync(null));
        Assert.Equal([0, 1, 2], await SeenAsync(scene.Ada));

        async Task<IEnumerable<int>> SeenAsync(string? key) =>
            (await scene.ReadAsync<RequestView>("Requests/Get", key, new GetRequest { RequestId = kept[0].RequestId })).Jobs.Select(job => job.Index);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Cancel_OfAPrivateRequestByAStranger_IsOfNothing(DatabaseKind kind)
    {
        await using var scene = await KeepingScene.StartAsync(kind);
        var request = await scene.AskAsync(scene.Ada, Visibility.Private);

        var refused = await scene.CallAsync("Requests/Cancel", scene.Cleo, new CancelRequest { RequestId = request.RequestId });

        Assert.Equal("request.unknown", refused.Refusal?.Code);
        Assert.Equal(JobState.Queued, (await scene.ReadAsync<RequestView>("Requests/Get", scene.Ada, new GetRequest { RequestId = request.RequestId })).Jobs[0].State);
    }

    /// <summary>Who watches when a picture turns private sees no more of it.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Watch_WhenThePictureTurnsPrivate_EndsAsOfNothing(DatabaseKind kind)
    {
        await using var scene = await KeepingScene.StartAsync(kind);
        var request = await scene.AskAsync(scene.Ada, Visibility.Public);
        using var channel = scene.Grid.Channel();
        using var watch = new Requests.RequestsClient(channel).Watch(new() { RequestId = request.RequestId }, deadline: DateTime.UtcNow.AddSeconds(30));
        Assert.True(await watch.ResponseStream.MoveNext(default));

        await scene.ChangeAsync(Visibility.Private, request.Jobs[0].JobId);

        var ended = await Assert.ThrowsAsync<RpcException>(async () => { while (await watch.ResponseStream.MoveNext(default)) { } });
        Assert.Equal(StatusCode.NotFound, ended.StatusCode);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lineage_NamesPublicPicturesAndOnesOwn(DatabaseKind kind)
    {
        await using var scene = await KeepingScene.StartAsync(kind);
        var parent = await scene.PictureAsync(scene.Ada, Visibility.Unlisted);
        var child = await scene.PictureAsync(scene.Cleo, Visibility.Public, remixOf: parent.JobId);
        var hidden = await scene.PictureAsync(scene.Ada, Visibility.Private, remixOf: parent.JobId);

        var (byAda, byAll) = (await OfAsync(parent, scene.Ada), await OfAsync(parent, null));

        Assert.Equal([hidden.JobId, child.JobId], byAda.Variations.Select(one => one.Job.JobId));
        Assert.Equal([child.JobId], byAll.Variations.Select(one => one.Job.JobId));
        Assert.Null((await OfAsync(child, null)).Parent);
        Assert.Equal(parent.JobId, (await OfAsync(child, scene.Ada)).Parent.Job.JobId);
        await scene.ChangeAsync(Visibility.Public, parent.JobId);
        Assert.Equal(parent.JobId, (await OfAsync(child, null)).Parent.Job.JobId);

        Task<Lineage> OfAsync(Kept kept, string? key) => scene.ReadAsync<Lineage>("Pictures/GetLineage", key, new GetLineageRequest { JobId = kept.JobId });
    }

    /// <summary>Or a remix would tell whether a private picture is there.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Submit_AsARemixOfWhatTheAskerMayNotSee_IsOfNothing(DatabaseKind kind)
    {
        await using var scene = await KeepingScene.StartAsync(kind);
        var hidden = await scene.PictureAsync(scene.Ada, Visibility.Private);

        Assert.Equal("", (await scene.AskAsync(scene.Cleo, Visibility.Public, remixOf: hidden.JobId)).RemixOf);
        Assert.Equal("", (await scene.AskAsync(scene.Cleo, Visibility.Public, remixOf: Unknown.JobId)).RemixOf);
        Assert.Equal(hidden.JobId, (await scene.AskAsync(scene.Ada, Visibility.Public, remixOf: hidden.JobId)).RemixOf);
    }

    private static async Task<Dictionary<string, Kept>> OneOfEachAsync(KeepingScene scene)
    {
        var pictures = new Dictionary<string, Kept>
        {
            ["public"] = await scene.PictureAsync(scene.Ada, Visibility.Public),
            ["unlisted"] = await scene.PictureAsync(scene.Ada, Visibility.Unlisted),
            ["private"] = await scene.PictureAsync(scene.Ada, Visibility.Private),
            ["deleted"] = await scene.PictureAsync(scene.Ada, Visibility.Public),
        };
        await scene.DeleteAsync(pictures["deleted"].JobId);
        return pictures;
    }
}
