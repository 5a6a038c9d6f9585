using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Balancer;
using Grpc.Net.Client.Configuration;
using Grpc.Net.Compression;
using LaionGrid.Packages.Tests.Server;
using Microsoft.Extensions.DependencyInjection;
using Sample.Contracts;

namespace LaionGrid.Packages.Tests;

/// <summary>What a channel is configured with: compression, retries, hedging, sizes, balancing.</summary>
public sealed class ChannelTests(SamplerServer server) : IClassFixture<SamplerServer>
{
    private static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    private static Sampler.SamplerClient Client(GrpcChannel channel) => new(channel);

    private sealed class Spy(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        public List<string> Encodings { get; } = [];
        public List<long> Sizes { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            Encodings.Add(response.Headers.TryGetValues("grpc-encoding", out var values) ? string.Join(",", values) : "none");
            return response;
        }
    }

    [Fact]
    public async Task Gzip_both_ways()
    {
        var spy = new Spy(new SocketsHttpHandler());
        using var channel = server.Channel(o => o.HttpHandler = spy);
        var payload = ByteString.CopyFrom(new byte[100_000]);
        var plain = await Client(channel).DoAsync(new Ask { What = "encoding", Payload = payload });
        var zipped = await Client(channel).DoAsync(new Ask { What = "encoding", Payload = payload }, new Metadata { { "grpc-internal-encoding-request", "gzip" } });
        var deflated = await Client(channel).DoAsync(new Ask { What = "encoding", Count = 1, Payload = payload }, new Metadata { { "grpc-internal-encoding-request", "deflate" } });
        Assert.Equal("", plain.Text);
        Assert.Equal("gzip", zipped.Text);
        Assert.Equal("deflate", deflated.Text);
        Assert.Equal(payload, zipped.Payload);
        Assert.Equal(payload, deflated.Payload);
        Assert.Equal(["gzip", "gzip", "gzip"], spy.Encodings);
    }

    [Fact]
    public async Task Own_compression_provider()
    {
        using var channel = server.Channel(o => o.CompressionProviders = [new GzipCompressionProvider(System.IO.Compression.CompressionLevel.SmallestSize)]);
        var answer = await Client(channel).DoAsync(new Ask { What = "encoding", Payload = ByteString.CopyFromUtf8(new string('a', 5000)) }, new Metadata { { "grpc-internal-encoding-request", "gzip" } });
        Assert.Equal("gzip", answer.Text);
    }

    [Fact]
    public async Task Retry_policy_from_the_service_config()
    {
        server.Log.Attempts.TryRemove("flaky", out _);
        using var channel = server.Channel(o => o.ServiceConfig = new ServiceConfig
        {
            MethodConfigs =
            {
                new MethodConfig
                {
                    Names = { MethodName.Default },
                    RetryPolicy = new RetryPolicy
                    {
                        MaxAttempts = 4, InitialBackoff = TimeSpan.FromMilliseconds(20), MaxBackoff = TimeSpan.FromMilliseconds(100), BackoffMultiplier = 1.5,
                        RetryableStatusCodes = { StatusCode.Unavailable },
                    },
                },
            },
        });
        var answer = await Client(channel).DoAsync(new Ask { What = "flaky" });
        Assert.Equal(3, answer.Total);
        Assert.Equal("2", answer.Text);

        server.Log.Attempts.TryRemove("flaky", out _);
        using var bare = server.Channel();
        Assert.Equal("attempt 1", (await Assert.ThrowsAsync<RpcException>(async () => await Client(bare).DoAsync(new Ask { What = "flaky" }))).Status.Detail);
    }

    [Fact]
    public async Task Hedging_policy_from_the_service_config()
    {
        server.Log.Attempts.TryRemove("hedge", out _);
        using var channel = server.Channel(o => o.ServiceConfig = new ServiceConfig
        {
            MethodConfigs = { new MethodConfig { Names = { new MethodName { Service = "sample.v1.Sampler" } }, HedgingPolicy = new HedgingPolicy { MaxAttempts = 2, HedgingDelay = TimeSpan.FromMilliseconds(100) } } },
        });
        Assert.Equal(2, (await Client(channel).DoAsync(new Ask { What = "hedge" })).Total);
    }

    [Fact]
    public async Task Large_messages_within_and_over_the_limit()
    {
        var payload = ByteString.CopyFrom(new byte[20 * 1024 * 1024]);
        using var small = server.Channel();
        Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(async () => await Client(small).DoAsync(new Ask { Payload = payload }))).StatusCode);
        using var large = server.Channel(o => (o.MaxReceiveMessageSize, o.MaxSendMessageSize) = (64 * 1024 * 1024, 64 * 1024 * 1024));
        Assert.Equal(payload.Length, (await Client(large).DoAsync(new Ask { Payload = payload })).Payload.Length);
        var tooBig = ByteString.CopyFrom(new byte[40 * 1024 * 1024]);
        Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(async () => await Client(large).DoAsync(new Ask { Payload = tooBig }))).StatusCode);
    }

    [Fact]
    public async Task Connectivity_state_and_wait_for_ready()
    {
        using var channel = server.Channel();
        Assert.Equal(ConnectivityState.Idle, channel.State);
        var changed = channel.WaitForStateChangedAsync(ConnectivityState.Idle, Soon);
        await channel.ConnectAsync(Soon);
        await changed;
        Assert.Equal(ConnectivityState.Ready, channel.State);
        Assert.Equal("w", (await Client(channel).DoAsync(new Ask { What = "w" }, new CallOptions().WithWaitForReady())).Text);
        await channel.ShutdownAsync();
    }

    [Fact]
    public async Task Round_robin_over_a_static_resolver()
    {
        var port = new Uri(server.Plain).Port;
        var services = new ServiceCollection()
            .AddSingleton<ResolverFactory>(new StaticResolverFactory(_ => [new BalancerAddress("127.0.0.1", port), new BalancerAddress("127.0.0.1", port)]))
            .BuildServiceProvider();
        using var channel = GrpcChannel.ForAddress("static:///sampler", new GrpcChannelOptions
        {
            Credentials = ChannelCredentials.Insecure,
            ServiceProvider = services,
            ServiceConfig = new ServiceConfig { LoadBalancingConfigs = { new RoundRobinConfig() } },
        });
        Assert.Equal("lb", (await Client(channel).DoAsync(new Ask { What = "lb" })).Text);
    }
}
