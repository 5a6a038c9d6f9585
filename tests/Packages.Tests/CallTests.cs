using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Packages.Tests.Server;
using Sample.Contracts;

namespace LaionGrid.Packages.Tests;

/// <summary>The four kinds of call.</summary>
public sealed class CallTests(SamplerServer server) : IClassFixture<SamplerServer>
{
    private static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    private static Sampler.SamplerClient Client(GrpcChannel channel) => new(channel);

    [Fact]
    public void Blocking_unary_works()
    {
        using var channel = server.Channel();
        Assert.Equal("hi", Client(channel).Do(new Ask { What = "hi" }).Text);
    }

    [Fact]
    public async Task With_host_changes_the_authority()
    {
        using var channel = server.Channel();
        var answer = await Client(channel).WithHost("example.test").DoAsync(new Ask { What = "host" });
        Assert.NotNull(answer.Text);
    }

    [Fact]
    public async Task Server_streaming()
    {
        using var channel = server.Channel();
        using var call = Client(channel).Count(new Ask { Count = 5 });
        var got = new List<long>();
        await foreach (var answer in call.ResponseStream.ReadAllAsync(Soon))
            got.Add(answer.Total);
        Assert.Equal([0, 1, 2, 3, 4], got);
        Assert.Equal("server-streaming", call.GetTrailers().GetValue("x-intercepted"));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Server_streaming_fails_half_way()
    {
        using var channel = server.Channel();
        using var call = Client(channel).Count(new Ask { What = "break", Count = 5 });
        var got = 0;
        var e = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await foreach (var answer in call.ResponseStream.ReadAllAsync(Soon))
                got++;
        });
        Assert.Equal(3, got);
        Assert.Equal(StatusCode.Aborted, e.StatusCode);
        Assert.Equal("stopped at two", e.Status.Detail);
    }

    [Fact]
    public async Task Client_streaming()
    {
        using var channel = server.Channel();
        using var call = Client(channel).Sum();
        for (var i = 1; i <= 100; i++)
            await call.RequestStream.WriteAsync(new Ask { Count = i }, Soon);
        await call.RequestStream.CompleteAsync();
        Assert.Equal(5050, (await call).Total);
        Assert.Equal("client-streaming", call.GetTrailers().GetValue("x-intercepted"));
    }

    [Fact]
    public async Task Bidirectional_is_interleaved()
    {
        using var channel = server.Channel();
        using var call = Client(channel).Chat();
        foreach (var word in new[] { "one", "two", "three" })
        {
            await call.RequestStream.WriteAsync(new Ask { What = word });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(word.ToUpperInvariant(), call.ResponseStream.Current.Text);
        }
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Soon));
        Assert.Equal("duplex", call.GetTrailers().GetValue("x-intercepted"));
    }
}
