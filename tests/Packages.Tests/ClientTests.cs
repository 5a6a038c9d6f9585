using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using LaionGrid.Packages.Tests.Server;
using Sample.Contracts;

namespace LaionGrid.Packages.Tests;

/// <summary>Credentials, interceptors and fakes on the client.</summary>
public sealed class ClientTests(SamplerServer server) : IClassFixture<SamplerServer>
{
    private static Sampler.SamplerClient Client(GrpcChannel channel) => new(channel);

    [Fact]
    public async Task Call_credentials_over_tls()
    {
        var first = CallCredentials.FromInterceptor((context, metadata) =>
        {
            Assert.EndsWith("/sample.v1.Sampler", context.ServiceUrl);
            Assert.Equal("Do", context.MethodName);
            metadata.Add("Authorization", "Bearer one");
            return Task.CompletedTask;
        });
        var second = CallCredentials.FromInterceptor(async (_, metadata) =>
        {
            await Task.Yield();
            metadata.Add("x-second", "two");
        });
        using var channel = server.TlsChannel(ChannelCredentials.Create(ChannelCredentials.SecureSsl, CallCredentials.Compose(first, second)));
        Assert.Equal("Bearer one|two", (await Client(channel).DoAsync(new Ask { What = "token" })).Text);

        using var perCall = server.TlsChannel();
        Assert.Equal("Bearer one|", (await Client(perCall).DoAsync(new Ask { What = "token" }, new CallOptions(credentials: first))).Text);
        Assert.Equal("|", (await Client(perCall).DoAsync(new Ask { What = "token" })).Text);
    }

    [Fact]
    public async Task Call_credentials_need_tls_unless_told_otherwise()
    {
        var token = CallCredentials.FromInterceptor((_, metadata) => { metadata.Add("authorization", "t"); return Task.CompletedTask; });
        using var channel = server.Channel();
        Assert.Equal("|", (await Client(channel).DoAsync(new Ask { What = "token" }, new CallOptions(credentials: token))).Text);
        using var unsafeChannel = server.Channel(o => o.UnsafeUseInsecureChannelCallCredentials = true);
        Assert.Equal("t|", (await Client(unsafeChannel).DoAsync(new Ask { What = "token" }, new CallOptions(credentials: token))).Text);
        var failing = CallCredentials.FromInterceptor((_, _) => throw new InvalidOperationException("no token"));
        using var tls = server.TlsChannel();
        Assert.Equal(StatusCode.Internal, (await Assert.ThrowsAsync<RpcException>(async () => await Client(tls).DoAsync(new Ask(), new CallOptions(credentials: failing)))).StatusCode);
    }

    private sealed class Stamp(string mark) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            var headers = context.Options.Headers ?? [];
            headers.Add("x-order", mark);
            var call = continuation(request, new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, context.Options.WithHeaders(headers)));
            return new AsyncUnaryCall<TResponse>(call.ResponseAsync, call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
        }
    }

    [Fact]
    public async Task Client_interceptors_run_in_order()
    {
        using var channel = server.Channel();
        var client = new Sampler.SamplerClient(channel.Intercept(new Stamp("1"), new Stamp("2")).Intercept(headers => { headers.Add("x-lambda", "0"); return headers; }));
        using var call = client.DoAsync(new Ask { What = "metadata" });
        var headers = await call.ResponseHeadersAsync;
        Assert.Equal("1, 2", headers.GetValue("rx-order"));
        Assert.Equal("0", headers.GetValue("rx-lambda"));
        await call;
        Assert.Equal("ascii", call.GetTrailers().GetValue("x-trailer"));
    }

    private sealed class FakeClient : Sampler.SamplerClient
    {
        public override AsyncUnaryCall<Answer> DoAsync(Ask request, CallOptions options) =>
            new(Task.FromResult(new Answer { Text = "fake" }), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }

    [Fact]
    public async Task Clients_can_be_faked()
    {
        Assert.Equal("fake", (await new FakeClient().DoAsync(new Ask(), new CallOptions())).Text);
        Assert.Throws<NotImplementedException>(() => new FakeClient().Do(new Ask()));
    }
}
