using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LaionGrid.Benchmarks.Streams;

/// <summary>A coordinator of which only watching is played: each request is at its next step once a second, for ever.</summary>
internal sealed class TickingCoordinator : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TickingCoordinator(WebApplication app, string address) => (_app, Address) = (app, address);

    public string Address { get; }

    public static async Task<TickingCoordinator> StartAsync(int previewBytes)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var address = $"http://127.0.0.1:{LoopbackPort.Free()}";
        builder.WebHost.UseUrls(address).ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(new Preview(ByteString.CopyFrom(new byte[previewBytes]))).AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<TickingRequests>();
        await app.StartAsync();
        return new(app, address);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}

/// <summary>What each view shows.</summary>
internal sealed record Preview(ByteString Bytes);

internal sealed class TickingRequests(Preview preview) : Requests.RequestsBase
{
    private const int Steps = 1_000_000;

    /// <summary>A second's events are spread over so many moments, as those of real workers are.</summary>
    private const int Moments = 100;

    public override async Task WatchMany(IAsyncStreamReader<WatchManyRequest> requestStream, IServerStreamWriter<Sighting> responseStream, ServerCallContext context)
    {
        var watches = new ConcurrentDictionary<long, Sighting>();
        var ticking = TickAsync(watches, responseStream, context.CancellationToken);
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            var (id, request) = (requestStream.Current.WatchId, requestStream.Current.RequestId);
            if (request.Length == 0)
                watches.TryRemove(id, out _);
            else
                watches[id] = new() { WatchId = id, View = ViewOf(request) };
        }
        await ticking;
    }

    private static async Task TickAsync(ConcurrentDictionary<long, Sighting> watches, IServerStreamWriter<Sighting> responseStream, CancellationToken cancellationToken)
    {
        using var moments = new PeriodicTimer(TimeSpan.FromSeconds(1) / Moments);
        for (var moment = 0; await moments.WaitForNextTickAsync(cancellationToken); moment = (moment + 1) % Moments)
        {
            foreach (var (id, sighting) in watches)
            {
                if (id % Moments != moment)
                    continue;
                sighting.View.Jobs[0].Step++;
                await responseStream.WriteAsync(sighting, cancellationToken);
            }
        }
    }

    private RequestView ViewOf(string request)
    {
        var view = new RequestView { RequestId = request, Settings = new() { Prompt = "a boat", BundleId = "paper", Width = 512, Height = 512, Steps = Steps } };
        view.Jobs.Add(new JobView { JobId = request, State = JobState.Leased, WorkerName = "northern-lark", DeviceName = "NVIDIA GeForce RTX 3060", EtaLowMs = 1000, EtaHighMs = 4000, Preview = preview.Bytes });
        return view;
    }
}
