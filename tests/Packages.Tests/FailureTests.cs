using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Packages.Tests.Server;
using Sample.Contracts;

namespace LaionGrid.Packages.Tests;

/// <summary>Deadlines, cancellation and failures arrive as the right status.</summary>
public sealed class FailureTests(SamplerServer server) : IClassFixture<SamplerServer>
{
    private static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    private static Sampler.SamplerClient Client(GrpcChannel channel) => new(channel);

    [Fact]
    public async Task Deadline_passes_at_the_client()
    {
        using var channel = server.Channel();
        var e = await Assert.ThrowsAsync<RpcException>(async () => await Client(channel).DoAsync(new Ask { What = "sleep", Count = 0 }, deadline: DateTime.UtcNow.AddSeconds(1)));
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
    }

    [Fact]
    public async Task Deadline_passes_at_the_server()
    {
        using var channel = server.Channel(o => o.HttpHandler = new ServersDeadline("1S"));
        var e = await Assert.ThrowsAsync<RpcException>(async () => await Client(channel).DoAsync(new Ask { What = "sleep", Count = 1 }));
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
        await server.Log.CancelledSource("sleep-1").Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Deadline_is_told_to_the_server()
    {
        using var channel = server.Channel();
        var seen = await Client(channel).DoAsync(new Ask { What = "deadline" }, new CallOptions().WithDeadline(DateTime.UtcNow.AddSeconds(60)));
        Assert.InRange(seen.Total, 50_000, 60_000);
        Assert.Equal(-1, (await Client(channel).DoAsync(new Ask { What = "deadline" })).Total);
    }

    [Fact]
    public async Task Cancellation_reaches_the_server()
    {
        using var channel = server.Channel();
        using var cancel = new CancellationTokenSource();
        using var call = Client(channel).DoAsync(new Ask { What = "sleep", Count = 2 }, cancellationToken: cancel.Token);
        await server.Log.BegunSource("sleep-2").Task.WaitAsync(TimeSpan.FromSeconds(10));
        await cancel.CancelAsync();
        var e = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(StatusCode.Cancelled, e.StatusCode);
        await server.Log.CancelledSource("sleep-2").Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Cancellation_can_throw_operation_cancelled()
    {
        using var channel = server.Channel(o => o.ThrowOperationCanceledOnCancellation = true);
        using var cancel = new CancellationTokenSource(200);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Client(channel).DoAsync(new Ask { What = "sleep", Count = 3 }, cancellationToken: cancel.Token));
    }

    [Fact]
    public async Task Disposing_a_stream_cancels_it_on_the_server()
    {
        using var channel = server.Channel();
        using (var call = Client(channel).Count(new Ask { What = "forever", Count = int.MaxValue }))
            Assert.True(await call.ResponseStream.MoveNext(Soon));
        await server.Log.CancelledSource("count").Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("missing", StatusCode.NotFound, "no such thing")]
    [InlineData("crash", StatusCode.Unknown, "Exception was thrown by handler.")]
    [InlineData("status", StatusCode.DataLoss, "set, not thrown")]
    public async Task Failures_become_statuses(string what, StatusCode code, string detail)
    {
        using var channel = server.Channel();
        var e = await Assert.ThrowsAsync<RpcException>(async () => await Client(channel).DoAsync(new Ask { What = what }));
        Assert.Equal(code, e.StatusCode);
        Assert.Equal(detail, e.Status.Detail);
        Assert.Equal($"Status(StatusCode=\"{code}\", Detail=\"{detail}\")", e.Message);
        Assert.Equal("unary", e.Trailers.GetValue("x-intercepted"));
    }

    [Fact]
    public async Task Status_details_travel_in_trailers()
    {
        using var channel = server.Channel();
        var e = await Assert.ThrowsAsync<RpcException>(async () => await Client(channel).DoAsync(new Ask { What = "rich" }));
        Assert.Equal("bad field – ünïcode", e.Status.Detail);
        Assert.Equal("see details", e.Trailers.GetValue("x-hint"));
        var rich = RichStatus.Parser.ParseFrom(e.Trailers.GetValueBytes("grpc-status-details-bin"));
        Assert.Equal(3, rich.Code);
        Assert.Equal("what", rich.Details[0].Unpack<BadField>().Field);
    }

    [Fact]
    public async Task Unknown_method_is_unimplemented()
    {
        using var channel = server.Channel();
        var method = new Method<string, string>(MethodType.Unary, "sample.v1.Sampler", "Nothing", Marshallers.StringMarshaller, Marshallers.StringMarshaller);
        using var call = channel.CreateCallInvoker().AsyncUnaryCall(method, null, default, "x");
        Assert.Equal(StatusCode.Unimplemented, (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode);
    }

    [Fact]
    public async Task Nobody_listening_is_unavailable()
    {
        using var channel = GrpcChannel.ForAddress("http://127.0.0.1:1");
        var e = await Assert.ThrowsAsync<RpcException>(async () => await Client(channel).DoAsync(new Ask()));
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
        Assert.NotNull(e.Status.DebugException);
        Assert.Contains("DebugException=", e.Message);
    }

    /// <summary>Has the server keep a deadline of which the client knows nothing: it begins when the call is there, however late that is.</summary>
    private sealed class ServersDeadline(string timeout) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Add("grpc-timeout", timeout);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
