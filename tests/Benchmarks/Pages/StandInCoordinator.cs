using Grpc.Core;
using LaionGrid.Contracts.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LaionGrid.Benchmarks.Pages;

/// <summary>Answers the site's questions over the real wire, from memory: what is measured is the site.</summary>
internal sealed class StandInCoordinator : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StandInCoordinator(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public static async Task<StandInCoordinator> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<StandInBoard>();
        app.MapGrpcService<StandInRequests>();
        app.MapGrpcService<StandInModels>();
        app.MapGrpcService<StandInAsking>();
        app.MapGrpcService<StandInGrid>();
        await app.StartAsync();
        return new(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}

/// <summary>A hundred contributors with their last thirty days, and five bundles.</summary>
internal sealed class StandInBoard : Board.BoardBase
{
    private const int Bundles = 5;

    private static readonly BoardRow[] Rows = [.. Enumerable.Range(1, 100).Select(rank => new BoardRow
    {
        Rank = rank, PreviousRank = rank, Name = $"contributor-{rank}", ContributorName = $"contributor-{rank}", CreditMflop = 51_300_000L * (101 - rank), Pictures = 101 - rank,
        DayMflop = { Enumerable.Range(1, 30).Select(day => 1_000_000L * ((day * rank) % 31)) },
    })];

    public override Task<GetLeaderboardResponse> GetLeaderboard(GetLeaderboardRequest request, ServerCallContext context) =>
        Task.FromResult(new GetLeaderboardResponse { Kind = request.Kind, Period = request.Period, Total = Rows.Length, Rows = { Rows.Take(request.Kind == BoardKind.Bundles ? Bundles : request.Limit) } });

    public override Task<BoardRow> GetStanding(GetStandingRequest request, ServerCallContext context) => Task.FromResult(Rows[0]);

    public override Task<Network> GetNetwork(GetNetworkRequest request, ServerCallContext context) => Task.FromResult(new Network { PicturesToday = 1204, WorkersOnline = 3 });
}

/// <summary>A hundred pictures of 128 x 128, of the size that noise has: more than a drawn one.</summary>
internal sealed class StandInRequests : Requests.RequestsBase
{
    private static readonly byte[] Png = NoisePng();
    private static readonly string Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Png));

    private static readonly Picture[] Pictures = [.. Enumerable.Range(0, 100).Select(index => new Picture
    {
        Job = new() { JobId = $"{index:x32}", State = JobState.Done, Verdict = VerdictKind.Accepted, WorkerName = "northern-lark", PictureSha256 = Sha256, Step = 30 },
        Settings = new() { Prompt = "a red house on green hills at sunset, seen from the sea", BundleId = "pocket", Width = 128, Height = 128, Steps = 30, Guidance = 7, Sampler = Sampler.Ddim },
        RequestId = $"{index:x32}", ContributorName = "Ada", DeviceName = "NVIDIA GeForce RTX 3060", RenderMs = 4100, CreditMflop = 51_300_000, PngBytes = Png.Length,
    })];

    public override Task<ListPicturesResponse> ListPictures(ListPicturesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListPicturesResponse { Pictures = { Pictures.Take(request.Limit) } });

    public override Task<Picture> GetPicture(GetPictureRequest request, ServerCallContext context) => Task.FromResult(Pictures[0]);

    public override async Task FetchPicture(FetchPictureRequest request, IServerStreamWriter<PictureChunk> responseStream, ServerCallContext context) =>
        await responseStream.WriteAsync(new() { TotalBytes = Png.Length, Sha256 = Sha256, Data = Google.Protobuf.ByteString.CopyFrom(Png) }, context.CancellationToken);

    private static byte[] NoisePng()
    {
        const int side = 128;
        var random = new Random(7);
        var pixels = new byte[side * side * 3];
        random.NextBytes(pixels);
        return LaionGrid.Diffusion.Imaging.PngWriter.Encode(new(side, side, pixels));
    }
}

/// <summary>One bundle.</summary>
internal sealed class StandInModels : Models.ModelsBase
{
    private static readonly Bundle Pocket = new()
    {
        Id = "pocket",
        Title = "Pocket",
        Limits = new()
        {
            MinSide = 64, MaxSide = 192, SideStep = 64, MaxPixels = 128 * 192, DefaultWidth = 128, DefaultHeight = 128, MaxSteps = 50, DefaultSteps = 20, DefaultGuidance = 4, DefaultSampler = Sampler.Ddim,
        },
    };

    public override Task<ListBundlesResponse> ListBundles(ListBundlesRequest request, ServerCallContext context) => Task.FromResult(new ListBundlesResponse { Bundles = { Pocket } });
}

/// <summary>Three workers that could.</summary>
internal sealed class StandInAsking : Asking.AskingBase
{
    public override Task<EstimateResponse> Estimate(EstimateRequest request, ServerCallContext context) =>
        Task.FromResult(new EstimateResponse { MflopPerPicture = 51_300, EtaLowMs = 4000, EtaHighMs = 9000, WorkersOnline = 3, WorkersAble = 3 });
}

/// <summary>A grid with a day behind it.</summary>
internal sealed class StandInGrid : Grid.GridBase
{
    private const long MicrosecondsInMinute = 60_000_000;
    private const int Minutes = 1440;

    private static long _pictures = 90_000;

    public override Task<GridState> GetState(GetGridStateRequest request, ServerCallContext context) =>
        Task.FromResult(new GridState { WorkersOnline = 3, RefereesOnline = 1, PicturesToday = 1204, Pictures = Interlocked.Increment(ref _pictures), PicturesLastHour = 41, VerifiedMflop = 51_300_000, NowUs = Now });

    public override Task<GridHistory> GetHistory(GetGridHistoryRequest request, ServerCallContext context) => Task.FromResult(new GridHistory
    {
        Samples = { Enumerable.Range(0, Minutes).Select(minute => new GridSample { StartUs = Now - ((Minutes - minute) * MicrosecondsInMinute), Workers = minute % 7, Pictures = minute, VerifiedMflop = minute * 1000L, WaitHalfMs = 4000 }) },
    });

    private static long Now => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
