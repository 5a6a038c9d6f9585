using Grpc.Core;
using Grpc.Net.Client;

namespace LaionGrid.Benchmarks.Load;

/// <summary>Connections to a coordinator, kept alive as the worker keeps its own.</summary>
internal static class LoadClient
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static GrpcChannel Open(string address) => GrpcChannel.ForAddress(address, new GrpcChannelOptions
    {
        HttpHandler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(20),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        },
        DisposeHttpClient = true,
    });

    public static Metadata Bearer(string key) => new() { { "authorization", $"Bearer {key}" } };

    /// <summary>For one unary call: a coordinator that hangs fails the call, not the run.</summary>
    public static CallOptions Call(Metadata? headers, CancellationToken cancellationToken) => new(headers, DateTime.UtcNow + Patience, cancellationToken);
}
