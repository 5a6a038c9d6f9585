using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Connections;

namespace LaionGrid.Coordinator.Edge;

/// <summary>The last edge: a full disk becomes a refusal, a bug becomes a logged INTERNAL that tells the caller nothing of our insides.</summary>
internal sealed partial class ErrorInterceptor(ILogger<ErrorInterceptor> logger) : Interceptor
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
        catch (Exception error) when (DiskFull.Is(error))
        {
            LogDiskFull(context.Method);
            throw DiskFull.Refusal.ToRpc();
        }
        catch (UnavailableException error)
        {
            LogUnavailable(error, context.Method);
            throw error.Refusal.ToRpc();
        }
        catch (Exception error) when (error is not RpcException)
        {
            LogFailed(error, context.Method);
            throw new RpcException(new Status(StatusCode.Internal, "The coordinator failed at this; the failure is in its log. Trying again may help."));
        }
    }

    /// <summary>A connection's end may reach the reader of a stream a moment before it reaches the call's token. Writing to a call that is over is an invalid operation.</summary>
    private static bool IsCallersEnd(Exception error, ServerCallContext context) =>
        (error is OperationCanceledException or IOException or InvalidOperationException && context.CancellationToken.IsCancellationRequested)
        || error is ConnectionResetException or IOException { InnerException: ConnectionAbortedException or ConnectionResetException };

    [LoggerMessage(Level = LogLevel.Error, Message = "The disk is full: {Method} was refused. Free space in the data folder.")]
    private partial void LogDiskFull(string method);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} was refused, as something it needs does not answer.")]
    private partial void LogUnavailable(Exception error, string method);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} failed.")]
    private partial void LogFailed(Exception error, string method);
}
