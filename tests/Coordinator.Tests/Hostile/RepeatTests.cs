using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;
using LaionGrid.TestKit.Chaos;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>The same call many times at once, two calls that exclude each other at once, and calls cut off in their midst.</summary>
public sealed class RepeatTests
{
    private const int Times = 8;

    [Theory, OnSqlite, OnPostgres]
    public async Task Enroll_OfOneMachineManyTimesAtOnce_IsOneWorker(DatabaseKind kind)
    {
        await using var scene = await Scene.StartAsync(kind);

        var answers = await AtOnceAsync(scene, "Fleet/Enroll", null, new EnrollRequest { EnrollKey = new string('e', 40), WorkerName = "siskin" });

        Assert.All(answers, answer => Assert.Equal(StatusCode.OK, answer.Status));
        Assert.Single(answers.Select(answer => EnrollResponse.Parser.ParseFrom(answer.Messages[0]).WorkerId).Distinct());
        await AssertNoErrorsAsync(scene);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Create_OfOneNameManyTimesAtOnce_IsOneAccount(DatabaseKind kind)
    {
        await using var scene = await Scene.StartAsync(kind);

        var answers = await AtOnceAsync(scene, "Accounts/Create", null, new CreateAccountRequest { Name = "Cleo" });

        Assert.Single(answers, answer => answer.Status == StatusCode.OK);
        Assert.Equal(Times - 1, answers.Count(answer => answer.Refusal?.Code == "account.name_taken"));
        await AssertNoErrorsAsync(scene);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Submit_OfOneKeyManyTimesAtOnce_IsOneRequest(DatabaseKind kind)
    {
        await using var scene = await Scene.StartAsync(kind);

        var answers = await AtOnceAsync(scene, "Requests/Submit", scene.Bob, new SubmitRequest { RequestKey = "once", Settings = new() { Prompt = "a boat" }, Count = 8 });

        Assert.All(answers, answer => Assert.Equal(StatusCode.OK, answer.Status));
        Assert.Single(answers.Select(answer => SubmitResponse.Parser.ParseFrom(answer.Messages[0]).Request.RequestId).Distinct());
        await AssertNoErrorsAsync(scene);
    }

    /// <summary>Whoever is refused is refused because another of the claims has the lease.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Claim_OfOneOfferManyTimesAtOnce_IsOneLease(DatabaseKind kind)
    {
        await using var scene = await Scene.StartAsync(kind);
        await scene.AskAsync();
        using var attending = scene.Idle.Work.Attend(new());
        Assert.True(await attending.ResponseStream.MoveNext(Soon));
        var claim = new ClaimRequest { OfferId = attending.ResponseStream.Current.OfferId };

        var answers = await AtOnceAsync(scene, "Work/Claim", scene.Idle.Key, claim);
        var thief = await scene.CallAsync(Rpc.Named("Work/Claim"), RawClient.Bearer(scene.Fresh.Worker.Key), [claim.ToByteArray()]);

        Assert.Single(answers.Where(answer => answer.Status == StatusCode.OK).Select(answer => Lease.Parser.ParseFrom(answer.Messages[0])).Select(lease => (lease.LeaseId, lease.Fence)).Distinct());
        Assert.All(answers.Where(answer => answer.Status != StatusCode.OK).Append(thief), answer => Assert.Equal("offer.gone", answer.Refusal?.Code));
        await AssertNoErrorsAsync(scene);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Complete_ManyTimesAtOnce_IsAnsweredTheSame(DatabaseKind kind)
    {
        await using var scene = await Scene.StartAsync(kind);

        var answers = await AtOnceAsync(scene, "Work/Complete", scene.Uploaded.Worker.Key, WorkRows.Finish(scene.Uploaded));

        Assert.All(answers, answer => Assert.Equal((StatusCode.OK, VerdictKind.Pending), (answer.Status, CompleteResponse.Parser.ParseFrom(answer.Messages[0]).Verdict)));
        await AssertNoErrorsAsync(scene);
    }

    /// <summary>Either the picture counts and the failure changes nothing, or the lease is over and the picture is refused.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task CompleteAndFail_AtOnce_EndTheLeaseOnce(DatabaseKind kind)
    {
        await using var scene = await Scene.StartAsync(kind);
        var key = scene.Uploaded.Worker.Key;

        var completing = AtOnceAsync(scene, "Work/Complete", key, WorkRows.Finish(scene.Uploaded));
        var failing = AtOnceAsync(scene, "Work/Fail", key, new FailRequest { Lease = scene.Uploaded.Token, Reason = FailReason.RenderError });

        Assert.All(await failing, answer => Assert.Equal(StatusCode.OK, answer.Status));
        var completed = await completing;
        using var channel = scene.Grid.Channel();
        var isThere = await new Requests.RequestsClient(channel).GetPictureAsync(new() { JobId = scene.Uploaded.JobId }).ResponseAsync.ContinueWith(got => got.IsCompletedSuccessfully, TaskScheduler.Default);
        Assert.All(completed, answer => Assert.Equal(isThere ? "" : "lease.stale", answer.Refusal?.Code ?? ""));
        await AssertNoErrorsAsync(scene);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Upload_CutOffAnywhere_LeavesNothing(DatabaseKind kind)
    {
        await using var scene = await Scene.StartAsync(kind);
        await using var proxy = new UnreliableProxy(new Uri(scene.Grid.Address).Port);
        var before = await GridSnapshot.TakeAsync(scene.Grid);
        var png = PaintedPng.Of(16, 16, 200);

        foreach (var cut in new Action<AsyncClientStreamingCall<UploadChunk, UploadResponse>>[] { _ => proxy.Reset(), _ => proxy.Drop(), call => call.Dispose() })
        {
            for (var sent = 0; sent < png.Length; sent += 100)
                await CutOffAsync(scene, proxy, png, sent, cut);
        }

        Assert.Empty(before.Difference(await GridSnapshot.TakeAsync(scene.Grid)));
        await scene.Fresh.Worker.DeliverAsync(scene.Fresh.Lease, 200);
        await AssertNoErrorsAsync(scene);
    }

    private static async Task CutOffAsync(Scene scene, UnreliableProxy proxy, byte[] png, int sent, Action<AsyncClientStreamingCall<UploadChunk, UploadResponse>> cut)
    {
        using var channel = Grpc.Net.Client.GrpcChannel.ForAddress(proxy.Address);
        using var upload = new Work.WorkClient(channel).Upload(new Metadata { { "authorization", RawClient.Bearer(scene.Fresh.Worker.Key) } }, cancellationToken: Soon);
        await upload.RequestStream.WriteAsync(new() { Lease = scene.Fresh.Token, TotalBytes = png.Length, Sha256 = WorkerClient.Hash(png), Data = ByteString.CopyFrom(png[..sent]) });
        await proxy.UntilAsync(open => open.Connections > 0, TimeSpan.FromSeconds(30)); // what is written may lie before a door that is not open yet
        cut(upload);
        await Assert.ThrowsAsync<RpcException>(async () => await upload);
    }

    private static Task<Answer[]> AtOnceAsync(Scene scene, string rpc, string? key, IMessage message) => Task.WhenAll(
        Enumerable.Range(0, Times).Select(_ => scene.CallAsync(Rpc.Named(rpc), key is null ? null : RawClient.Bearer(key), [message.ToByteArray()])));

    private static async Task AssertNoErrorsAsync(Scene scene)
    {
        await scene.DisposeAsync();
        Assert.True(scene.Errors.Lines.Count == 0, string.Join(Environment.NewLine, scene.Errors.Lines)); // a line that is cut short says nothing
    }

    private static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token;
}
