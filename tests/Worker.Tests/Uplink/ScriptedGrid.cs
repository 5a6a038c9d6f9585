using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Worker.Uplink;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Lease = LaionGrid.Contracts.V1.Lease;

namespace LaionGrid.Worker.Tests.Uplink;

/// <summary>A coordinator that answers as a test says, over a real connection; and the worker's uplink to it, with tiny pauses.</summary>
internal sealed class ScriptedGrid : IAsyncDisposable
{
    private WebApplication? _app;
    private ServiceProvider? _uplink;

    public Func<int, FetchFileRequest, IServerStreamWriter<FileChunk>, ServerCallContext, Task> OnFetch { get; set; } = (_, _, _, _) => Task.CompletedTask;

    public Func<int, IAsyncStreamReader<UploadChunk>, Task<UploadResponse>> OnUpload { get; set; } = (_, _) => Task.FromResult(new UploadResponse());

    public Func<int, ClaimRequest, Lease> OnClaim { get; set; } = (_, _) => new();

    public Func<int, HeartbeatRequest, HeartbeatResponse> OnHeartbeat { get; set; } = (_, _) => new();

    public IReadOnlyList<string> Offers { get; init; } = [];

    public int Fetches { get; set; }

    public int Uploads { get; set; }

    public int Claims { get; set; }

    public int Heartbeats { get; set; }

    public WorkUplinkGrpc Work => Get<WorkUplinkGrpc>();

    public ModelsUplinkGrpc Models => Get<ModelsUplinkGrpc>();

    public async Task<ScriptedGrid> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this).AddSingleton<ScriptedWork>().AddSingleton<ScriptedModels>();
        _app = builder.Build();
        _app.MapGrpcService<ScriptedWork>();
        _app.MapGrpcService<ScriptedModels>();
        await _app.StartAsync();
        _uplink = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddUplink(new Uri(_app.Urls.Single()))
            .AddSingleton(new UplinkOptions { FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(5) }).BuildServiceProvider();
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        if (_uplink is not null)
            await _uplink.DisposeAsync();
        if (_app is not null)
            await _app.DisposeAsync();
    }

    private T Get<T>() where T : notnull => (_uplink ?? throw new InvalidOperationException("Not started.")).GetRequiredService<T>();
}

internal sealed class ScriptedModels(ScriptedGrid script) : Models.ModelsBase
{
    public override Task FetchFile(FetchFileRequest request, IServerStreamWriter<FileChunk> responseStream, ServerCallContext context) =>
        script.OnFetch(script.Fetches++, request, responseStream, context);
}

internal sealed class ScriptedWork(ScriptedGrid script) : Work.WorkBase
{
    public override async Task Attend(AttendRequest request, IServerStreamWriter<Notice> responseStream, ServerCallContext context)
    {
        foreach (var offer in script.Offers)
            await responseStream.WriteAsync(new() { OfferId = offer, CreditMflop = 51 });
    }

    public override Task<Lease> Claim(ClaimRequest request, ServerCallContext context) => Task.FromResult(script.OnClaim(script.Claims++, request));

    public override Task<HeartbeatResponse> Heartbeat(HeartbeatRequest request, ServerCallContext context) =>
        Task.FromResult(script.OnHeartbeat(script.Heartbeats++, request));

    public override Task<UploadResponse> Upload(IAsyncStreamReader<UploadChunk> requestStream, ServerCallContext context) =>
        script.OnUpload(script.Uploads++, requestStream);
}
