using Grpc.Core;
using Grpc.Core.Interceptors;

namespace LaionGrid.Coordinator.Edge;

/// <summary>
/// Hears uploads to their end, within bounds, also when the answer is known before. A caller that is cut off in the middle may miss the answer; and the server takes a connection on which many calls are cut for an
/// attacker's and closes it, with every other call on it: a site has one connection for all of its people.
/// </summary>
internal sealed class HearOutInterceptor : Interceptor
{
    /// <summary>Chunks have 64 KiB, so this is more than the largest upload there is.</summary>
    private const int MostChunks = 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(requestStream, context);
        }
        finally
        {
            await HearOutAsync(requestStream, context.CancellationToken);
        }
    }

    private static async Task HearOutAsync<TRequest>(IAsyncStreamReader<TRequest> stream, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience); // a socket's time, whatever the grid's clock says
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            for (var chunks = 0; chunks < MostChunks && await stream.MoveNext(either.Token); chunks++)
            {
                // What it is no longer matters.
            }
        }
        catch (Exception error) when (error is OperationCanceledException or RpcException or IOException or InvalidOperationException)
        {
            // The caller is too slow, went away, or sends what cannot be read: then it is cut off after all.
        }
    }
}
