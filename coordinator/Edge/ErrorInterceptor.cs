using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Connections;

namespace LaionGrid.Coordinator.Edge;

/// <summary>The last edge: no failure leaves it as it is.</summary>
internal sealed class ErrorInterceptor(Failures failures) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        Guard(() => continuation(request, context), context);

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        Guard(() => continuation(new CallersStream<TRequest>(requestStream), context), context);

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        Guard(async () => { await continuation(request, responseStream, context); return true; }, context);

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        Guard(async () => { await continuation(new CallersStream<TRequest>(requestStream), responseStream, context); return true; }, context);

    private async Task<T> Guard<T>(Func<Task<T>> call, ServerCallContext context)
    {
        try
        {
            return await call();
        }
        catch (Exception error) when (IsCallersEnd(error, context))
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "The caller went away."));
        }
        catch (Exception error) when (error is not RpcException)
        {
            throw failures.ToRpc(error, context.Method);
        }
    }

    /// <summary>A connection's end may reach the reader of a stream a moment before it reaches the call's token. Writing to a call that is over is an invalid operation.</summary>
    private static bool IsCallersEnd(Exception error, ServerCallContext context) =>
        (error is OperationCanceledException or IOException or InvalidOperationException && context.CancellationToken.IsCancellationRequested)
        || error is ConnectionResetException or IOException { InnerException: ConnectionAbortedException or ConnectionResetException };
}
