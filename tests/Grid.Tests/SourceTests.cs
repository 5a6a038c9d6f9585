using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;
using LaionGrid.Diffusion.Imaging;
using Picture = LaionGrid.Diffusion.Imaging.Picture;

namespace LaionGrid.Grid.Tests;

/// <summary>A picture that begins from another, through the whole grid, with the real engine on both sides.</summary>
public sealed class SourceTests
{
    private const int Side = 128;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Source_PaintedWithinAMask_BecomesAVerifiedPictureThatKeepsTheRest()
    {
        await using var grid = await GridUnderTest.StartAsync();
        using var channel = GrpcChannel.ForAddress(grid.Address);
        var requests = new Requests.RequestsClient(channel);
        var (source, mask) = (await BringAsync(requests, Gradient()), await BringAsync(requests, LeftHalf()));

        var settings = new RenderSettings { Prompt = "a red circle on a blue background", Steps = 10, SourceSha256 = source, Strength = 0.8, MaskSha256 = mask };
        var job = await FinishedAsync(requests, (await requests.SubmitAsync(new() { RequestKey = "r", Settings = settings, Count = 1, Seed = 7 })).Request.RequestId);

        Assert.Equal((JobState.Done, VerdictKind.Accepted, "lark"), (job.State, job.Verdict, job.WorkerName));
        var picture = await FetchAsync(requests, job.JobId);
        Assert.Equal(Half(Gradient(), isRight: true), Half(picture, isRight: true));
        Assert.NotEqual(Half(Gradient(), isRight: false), Half(picture, isRight: false));
        var provenance = await requests.GetPictureAsync(new() { JobId = job.JobId });
        Assert.True(provenance.CreditMflop > 0);
        Assert.Equal(0, provenance.Postings.Sum(posting => posting.AmountMflop));
    }

    /// <summary>It does all the work, with the right prompt and the right noise, but not from the picture that was given.</summary>
    [Fact]
    public async Task Source_ThatAWorkerPassesOver_IsFoundOutAndNotPaid()
    {
        await using var grid = await GridUnderTest.StartAsync(hasWorker: false);
        using var channel = GrpcChannel.ForAddress(grid.Address);
        using var cheat = new CheatingWorker(grid.Address);
        using var patience = new CancellationTokenSource(Patience);
        var requests = new Requests.RequestsClient(channel);
        await cheat.JoinAsync();
        var settings = new RenderSettings { Prompt = "a red circle on a blue background", Steps = 4, Sampler = Sampler.Ddim, SourceSha256 = await BringAsync(requests, Gradient()), Strength = 0.5 };
        var request = (await requests.SubmitAsync(new() { RequestKey = "r", Settings = settings, Count = 1, Seed = 7 })).Request.RequestId;

        await cheat.WorkAsync(LeftHalf(), patience.Token);
        var views = new List<JobView>();
        using (var watch = requests.Watch(new() { RequestId = request }, cancellationToken: patience.Token))
        {
            while (views.LastOrDefault() is not { State: JobState.Queued } && await watch.ResponseStream.MoveNext(patience.Token))
                views.Add(watch.ResponseStream.Current.Jobs[0]);
        }

        Assert.Equal((JobState.Queued, VerdictKind.Rejected), (views[^1].State, views[^1].Verdict)); // somebody else is to make it
        var board = await new Board.BoardClient(channel).GetLeaderboardAsync(new() { Period = Period.AllTime });
        Assert.Empty(board.Rows);
    }

    private static async Task<JobView> FinishedAsync(Requests.RequestsClient requests, string request)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var watch = requests.Watch(new() { RequestId = request }, cancellationToken: patience.Token);
        var last = new JobView();
        await foreach (var view in watch.ResponseStream.ReadAllAsync(patience.Token))
            last = view.Jobs[0];
        return last;
    }

    private static async Task<string> BringAsync(Requests.RequestsClient requests, Picture picture)
    {
        var png = PngWriter.Encode(picture);
        using var call = requests.UploadSource();
        await call.RequestStream.WriteAsync(new() { TotalBytes = png.Length });
        foreach (var part in png.Chunk(64 * 1024))
            await call.RequestStream.WriteAsync(new() { Data = ByteString.CopyFrom(part) });
        await call.RequestStream.CompleteAsync();
        return (await call).Sha256;
    }

    private static async Task<Picture> FetchAsync(Requests.RequestsClient requests, string job)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var call = requests.FetchPicture(new() { JobId = job });
        using var png = new MemoryStream();
        await foreach (var chunk in call.ResponseStream.ReadAllAsync(patience.Token))
            png.Write(chunk.Data.Span);
        return PngReader.Decode(png.ToArray());
    }

    private static Picture Gradient() => new(Side, Side, [.. Enumerable.Range(0, Side * Side).SelectMany(pixel => new[] { (byte)(pixel % Side * 2), (byte)(pixel / Side * 2), (byte)90 })]);

    private static Picture LeftHalf() => new(Side, Side, [.. Enumerable.Range(0, Side * Side * 3).Select(index => (byte)(index / 3 % Side < Side / 2 ? 255 : 0))]);

    private static byte[] Half(Picture picture, bool isRight) => [.. picture.Pixels.Where((_, index) => index / 3 % Side >= Side / 2 == isRight)];
}
