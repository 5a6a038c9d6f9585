using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>How a call ended, and what came back before.</summary>
internal sealed record Answer(StatusCode Status, string Detail, Refusal? Refusal, IReadOnlyList<byte[]> Messages)
{
    public override string ToString() => Refusal is null ? $"{Status} ({Detail})" : $"{Status} {Refusal.Code} {Refusal.Field}";
}

/// <summary>A client that sends whatever bytes it is given under whatever header.</summary>
internal sealed class RawClient(string address) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(address, new() { MaxSendMessageSize = null });

    public static string Bearer(string key) => $"Bearer {key}";

    /// <param name="authorization">The header as it is sent; null for none.</param>
    /// <param name="isPacked">Whether the messages travel compressed.</param>
    public async Task<Answer> CallAsync(Rpc rpc, string? authorization, IReadOnlyList<byte[]> messages, bool isPacked = false, CancellationToken cancellationToken = default)
    {
        var received = new List<byte[]>();
        try
        {
            await SendAsync(rpc.Raw, Options(authorization, isPacked, cancellationToken), messages, received);
            return new(StatusCode.OK, "", null, received);
        }
        catch (RpcException error)
        {
            var refusal = error.Trailers.GetValueBytes("laiongrid-refusal-bin");
            return new(error.StatusCode, error.Status.Detail, refusal is null ? null : Refusal.Parser.ParseFrom(refusal), received);
        }
    }

    public void Dispose() => _channel.Dispose();

    private async Task SendAsync(Method<byte[], byte[]> method, CallOptions options, IReadOnlyList<byte[]> messages, List<byte[]> received)
    {
        var invoker = _channel.CreateCallInvoker();
        switch (method.Type)
        {
            case MethodType.Unary:
                received.Add(await invoker.AsyncUnaryCall(method, null, options, messages[0]));
                break;
            case MethodType.ServerStreaming:
                using (var call = invoker.AsyncServerStreamingCall(method, null, options, messages[0]))
                    await foreach (var one in call.ResponseStream.ReadAllAsync())
                        received.Add(one);
                break;
            case MethodType.ClientStreaming:
                received.Add(await StreamAsync(invoker.AsyncClientStreamingCall(method, null, options), messages));
                break;
            default:
                using (var call = invoker.AsyncDuplexStreamingCall(method, null, options))
                {
                    await SendAsync(call.RequestStream, messages);
                    await foreach (var one in call.ResponseStream.ReadAllAsync())
                        received.Add(one);
                }
                break;
        }
    }

    private static async Task<byte[]> StreamAsync(AsyncClientStreamingCall<byte[], byte[]> call, IReadOnlyList<byte[]> messages)
    {
        using (call)
        {
            await SendAsync(call.RequestStream, messages);
            return await call;
        }
    }

    /// <summary>A server that has heard enough answers before the stream's end; the rest is then not sent, and the answer says why.</summary>
    private static async Task SendAsync(IClientStreamWriter<byte[]> stream, IReadOnlyList<byte[]> messages)
    {
        try
        {
            foreach (var message in messages)
                await stream.WriteAsync(message);
            await stream.CompleteAsync();
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException or IOException or HttpRequestException)
        {
            // Reading the answer throws what it was.
        }
    }

    private static CallOptions Options(string? authorization, bool isPacked, CancellationToken cancellationToken)
    {
        var headers = new Metadata();
        if (authorization is not null)
            headers.Add("authorization", authorization);
        if (isPacked)
            headers.Add("grpc-internal-encoding-request", "gzip"); // the client's own way to be told
        return new(headers, TimeProvider.System.GetUtcNow().UtcDateTime + Patience, cancellationToken);
    }
}
