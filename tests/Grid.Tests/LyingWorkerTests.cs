using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;
using LaionGrid.TestKit.Onnx;
using LaionGrid.TestKit.Onnx.Networks;

namespace LaionGrid.Grid.Tests;

/// <summary>A worker with the real engine that calls its pictures safe, and a referee with the same networks that looks for itself.</summary>
public sealed class LyingWorkerTests : IDisposable
{
    private const int Width = 96; // of pocket's embeddings

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The network that judges is not trained and says about a half of everything; the grid's operator is strict, so that is unsafe.</summary>
    [Fact]
    public async Task Picture_ThatItsWorkerCallsSafe_IsWithheldOnceARefereeHasSeenIt()
    {
        var models = new PocketCopy(_folder["models"]).WithNetwork("nsfw", EmbeddingHead.Nsfw(NumberKind.Float32, Width, 8)).Models;
        await using var grid = await GridUnderTest.StartAsync(hasWorker: false, models, "--Checks:UncheckedFrom", "0.05", "--Checks:UnsafeFrom", "0.1");
        using var channel = GrpcChannel.ForAddress(grid.Address);
        using var liar = new CheatingWorker(grid.Address, models);
        using var patience = new CancellationTokenSource(Patience);
        var requests = new Requests.RequestsClient(channel);
        await liar.JoinAsync();
        var settings = new RenderSettings { Prompt = "a red circle on a blue background", Steps = 4, Sampler = Sampler.Ddim };
        var request = (await requests.SubmitAsync(new() { RequestKey = "r", Settings = settings, Count = 1, Seed = 7, Verified = true }, cancellationToken: patience.Token)).Request.RequestId;

        await liar.WorkAsync(other: null, patience.Token, said: new() { Nsfw = 0.001 });
        var last = new JobView();
        using (var watch = requests.Watch(new() { RequestId = request }, cancellationToken: patience.Token))
        {
            await foreach (var view in watch.ResponseStream.ReadAllAsync(patience.Token))
                last = view.Jobs[0];
        }

        Assert.Equal((JobState.Done, VerdictKind.Accepted, PictureCheck.Unsafe), (last.State, last.Verdict, last.Check));
        Assert.Empty((await requests.ListPicturesAsync(new(), cancellationToken: patience.Token)).Pictures);
        var withheld = await Assert.ThrowsAsync<RpcException>(() => FetchAsync(requests, last.JobId, patience.Token));
        Assert.Equal(StatusCode.PermissionDenied, withheld.StatusCode);
        var provenance = await new Provenance.ProvenanceClient(channel).GetAsync(new() { JobId = last.JobId }, cancellationToken: patience.Token);
        Assert.InRange(provenance.RefereeScores.Nsfw, 0.1, 0.9);
        Assert.InRange(provenance.RefereeScores.TextFit, 0, 1);
    }

    private static async Task FetchAsync(Requests.RequestsClient requests, string job, CancellationToken cancellationToken)
    {
        using var call = requests.FetchPicture(new() { JobId = job }, cancellationToken: cancellationToken);
        await call.ResponseStream.MoveNext(cancellationToken);
    }
}
