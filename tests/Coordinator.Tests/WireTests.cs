using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests;

/// <summary>The running coordinator as its clients see it.</summary>
public sealed class WireTests
{
    private static readonly RenderSettings Boat = new() { Prompt = "a boat" };
    private static readonly PictureScores Said = new() { TextFit = 0, Aesthetic = 6.2, IsUnsafe = false };

    [Theory, OnSqlite, OnPostgres]
    public async Task Round_FromAskToBoard_IsSeenByAPersonAWorkerAndAReferee(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(kind);
        using var open = grid.Channel();
        var (worker, referee) = (await WorkerClient.EnrollAsync(grid, "worker"), await WorkerClient.EnrollAsync(grid, "referee", WorkerRole.Referee));
        var requests = new Requests.RequestsClient(open);
        var request = (await requests.SubmitAsync(new() { RequestKey = "r", Settings = Boat, Count = 1, Seed = 1 })).Request;
        using var watch = requests.Watch(new() { RequestId = request.RequestId, Previews = true });

        var lease = await worker.ClaimAsync();
        await worker.Work.HeartbeatAsync(new() { Lease = WorkerClient.Token(lease), Step = 2 });
        while (await watch.ResponseStream.MoveNext(Soon) && watch.ResponseStream.Current.Jobs[0].Step < 2)
        {
            // What is seen before that step.
        }
        Assert.Equal((JobState.Leased, 2), (watch.ResponseStream.Current.Jobs[0].State, watch.ResponseStream.Current.Jobs[0].Step));
        await worker.DeliverAsync(lease, 9, Said);
        await referee.DeliverAsync(await referee.ClaimAsync(), 9);
        var seen = await watch.ResponseStream.ReadAllAsync(Soon).Select(view => view.Jobs[0]).ToListAsync(Soon);

        Assert.Equal((JobState.Done, VerdictKind.Accepted, "worker"), (seen[^1].State, seen[^1].Verdict, seen[^1].WorkerName));
        var picture = await requests.GetPictureAsync(new() { JobId = seen[^1].JobId });
        Assert.Equal(0, picture.Postings.Sum(posting => posting.AmountMflop));
        Assert.Equal(("worker", Said), (picture.ContributorName, picture.Scores));
        var board = await new Board.BoardClient(open).GetLeaderboardAsync(new() { Period = Period.Day });
        Assert.Equal(("worker", picture.CreditMflop), (board.Rows[0].ContributorName, board.Rows[0].CreditMflop));
        using var bytes = requests.FetchPicture(new() { JobId = seen[^1].JobId });
        Assert.Equal(PaintedPng.Of(16, 16, 9), (await bytes.ResponseStream.ReadAllAsync(Soon).ToListAsync(Soon)).SelectMany(chunk => chunk.Data));
    }

    [Theory, OnSqlite]
    public async Task Restart_WhileAWorkerRenders_KeepsTheLeaseAndTheResult(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(kind, "--Verification:ProvingAudits", "0");
        var worker = await WorkerClient.EnrollAsync(grid, "worker");
        using (var open = grid.Channel())
            await new Requests.RequestsClient(open).SubmitAsync(new() { RequestKey = "r", Settings = Boat, Count = 1 });
        var lease = await worker.ClaimAsync();

        await grid.RestartAsync();
        await worker.Over(grid).DeliverAsync(lease, 9);

        using var again = grid.Channel();
        var pictures = await new Requests.RequestsClient(again).ListPicturesAsync(new());
        Assert.Null(Assert.Single(pictures.Pictures).Scores);
    }

    [Theory, OnSqlite]
    public async Task Refusal_OnTheWire_CarriesCodeKindAndField(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(kind);
        using var open = grid.Channel();
        using var wrong = grid.Channel("lg_wrong");

        var empty = await Assert.ThrowsAsync<RpcException>(async () => await new Requests.RequestsClient(open).SubmitAsync(new() { RequestKey = "r", Settings = new(), Count = 1 }));
        var key = await Assert.ThrowsAsync<RpcException>(async () => await new Contracts.V1.Accounts.AccountsClient(wrong).WhoAmIAsync(new()));
        var none = await Assert.ThrowsAsync<RpcException>(async () => await new Work.WorkClient(open).ClaimAsync(new()));

        Assert.Equal((StatusCode.InvalidArgument, "prompt.empty", "prompt"), (empty.StatusCode, Read(empty).Code, Read(empty).Field));
        Assert.Equal((StatusCode.Unauthenticated, "key.unknown"), (key.StatusCode, Read(key).Code));
        Assert.Equal((StatusCode.Unauthenticated, "key.missing"), (none.StatusCode, Read(none).Code));
    }

    [Theory, OnSqlite]
    public async Task FetchFile_FromAnOffset_SendsTheRest(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(kind);
        using var open = grid.Channel();
        using var call = new Contracts.V1.Models.ModelsClient(open).FetchFile(new() { Sha256 = PaperBundle.WeightsSha256, Offset = 300_001 });

        var chunks = await call.ResponseStream.ReadAllAsync(Soon).ToListAsync(Soon);

        Assert.All(chunks, chunk => Assert.True(chunk.Data.Length <= 256 * 1024));
        Assert.Equal(PaperBundle.Weights[300_001..], chunks.SelectMany(chunk => chunk.Data));
    }

    [Theory, OnSqlite]
    public async Task FetchFile_OfALength_SendsThatRunOfBytesAndNeverPastTheEnd(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(kind);
        using var open = grid.Channel();
        var models = new Contracts.V1.Models.ModelsClient(open);

        Assert.Equal(PaperBundle.Weights[7..300_008], await ReadAsync(7, 300_001));
        Assert.Equal(PaperBundle.Weights[599_990..], await ReadAsync(599_990, long.MaxValue));

        async Task<IEnumerable<byte>> ReadAsync(long offset, long length)
        {
            using var call = models.FetchFile(new() { Sha256 = PaperBundle.WeightsSha256, Offset = offset, Length = length });
            return (await call.ResponseStream.ReadAllAsync(Soon).ToListAsync(Soon)).SelectMany(chunk => chunk.Data);
        }
    }

    [Theory, OnSqlite]
    public async Task Keys_WhenRevoked_StopWorking(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(kind);
        using var open = grid.Channel();
        var made = await new Contracts.V1.Accounts.AccountsClient(open).CreateAsync(new() { Name = "Ada" });
        using var mine = grid.Channel(made.Key);
        var accounts = new Contracts.V1.Accounts.AccountsClient(mine);
        var second = await accounts.CreateKeyAsync(new());
        Assert.Equal(("Ada", "person"), ((await accounts.WhoAmIAsync(new())).Name, (await accounts.WhoAmIAsync(new())).Role));

        await accounts.RevokeKeyAsync(new() { KeyPrefix = second.KeyPrefix });

        using var revoked = grid.Channel(second.Key);
        await Assert.ThrowsAsync<RpcException>(async () => await new Contracts.V1.Accounts.AccountsClient(revoked).WhoAmIAsync(new()));
        Assert.Equal("Ada", (await accounts.WhoAmIAsync(new())).Name);
        var taken = await Assert.ThrowsAsync<RpcException>(async () => await new Contracts.V1.Accounts.AccountsClient(open).CreateAsync(new() { Name = "ADA" }));
        Assert.Equal("account.name_taken", Read(taken).Code);
    }

    private static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token;

    private static Refusal Read(RpcException error) => Refusal.Parser.ParseFrom(error.Trailers.GetValueBytes("laiongrid-refusal-bin"));
}
