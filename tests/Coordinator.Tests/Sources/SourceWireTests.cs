using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Imaging;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Sources;

/// <summary>A picture to begin from, as a person, a worker and a referee see it on the wire.</summary>
public sealed class SourceWireTests
{
    private static readonly byte[] Png = PaintedPng.Of(16, 16, 50);
    private static readonly byte[] Mask = PaintedPng.Of(16, 16, 250);

    [Theory, OnSqlite, OnPostgres]
    public async Task Source_OnceBrought_IsGivenToWhoWorksAtItAndToNobodyElse(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(kind, "--Sources:AreTaken", "true");
        using var open = grid.Channel();
        var requests = new Requests.RequestsClient(open);
        var (worker, referee, other) = (await WorkerClient.EnrollAsync(grid, "worker"), await WorkerClient.EnrollAsync(grid, "referee", WorkerRole.Referee), await WorkerClient.EnrollAsync(grid, "other"));
        var (source, mask) = (await BringAsync(requests, Png), await BringAsync(requests, Mask));
        var asked = new RenderSettings { Prompt = "a boat", SourceSha256 = source.Sha256, MaskSha256 = mask.Sha256 };

        var request = (await requests.SubmitAsync(new() { RequestKey = "r", Settings = asked, Count = 1, Requester = "ada" })).Request;
        var lease = await worker.ClaimAsync();

        Assert.Equal((16, 16), (source.Width, source.Height));
        Assert.Equal((source.Sha256, 0.75, mask.Sha256), (request.Settings.SourceSha256, request.Settings.Strength, request.Settings.MaskSha256));
        Assert.Equal(request.Settings, lease.Render.Settings);
        Assert.Equal(PixelsOf(Png), PixelsOf(await ReadAsync(requests.FetchSource(new() { RequestId = request.RequestId }), source.Sha256)));
        Assert.Equal(PixelsOf(Png), PixelsOf(await ReadAsync(worker.Work.FetchSource(new() { Lease = WorkerClient.Token(lease) }), source.Sha256)));
        Assert.Equal(PixelsOf(Mask), PixelsOf(await ReadAsync(worker.Work.FetchSource(new() { Lease = WorkerClient.Token(lease), Mask = true }), mask.Sha256)));
        await RefusedAsync(other, lease, StatusCode.NotFound);
        await worker.DeliverAsync(lease, 9);
        await RefusedAsync(worker, lease, StatusCode.FailedPrecondition); // it is over
        var check = await referee.ClaimAsync();
        Assert.Equal(PixelsOf(Png), PixelsOf(await ReadAsync(referee.Work.FetchSource(new() { Lease = WorkerClient.Token(check) }), source.Sha256)));
        await referee.DeliverAsync(check, 9);

        Assert.Equal(VerdictKind.Accepted, (await requests.GetAsync(new() { RequestId = request.RequestId })).Jobs[0].Verdict);
    }

    private static async Task<UploadSourceResponse> BringAsync(Requests.RequestsClient requests, byte[] png)
    {
        using var call = requests.UploadSource();
        await call.RequestStream.WriteAsync(new() { Requester = "ada", TotalBytes = png.Length });
        foreach (var part in png.Chunk(20))
            await call.RequestStream.WriteAsync(new() { Data = ByteString.CopyFrom(part) });
        await call.RequestStream.CompleteAsync();
        return await call;
    }

    private static async Task RefusedAsync(WorkerClient worker, Lease lease, StatusCode status)
    {
        using var call = worker.Work.FetchSource(new() { Lease = WorkerClient.Token(lease) });
        Assert.Equal(status, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(default))).StatusCode);
    }

    private static async Task<byte[]> ReadAsync(AsyncServerStreamingCall<PictureChunk> call, string sha256)
    {
        using (call)
        {
            var bytes = new List<byte>();
            await foreach (var chunk in call.ResponseStream.ReadAllAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token))
                bytes.AddRange(chunk.Data);
            Assert.Equal(sha256, WorkerClient.Hash([.. bytes]));
            return [.. bytes];
        }
    }

    private static byte[] PixelsOf(byte[] png) => PngDecoder.Decode(png, 16, 16).Pixels;
}
