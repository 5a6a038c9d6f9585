using Grpc.Core;
using Grpc.Core.Interceptors;

namespace LaionGrid.TestKit.Chaos;

/// <summary>A patient client: a unary call that failed on its way, or was told to come later, is sent again, the same to the byte.</summary>
/// <param name="eachLasts">A try that is not answered by then counts as failed, so that a stalled network cannot hold a call for ever.</param>
/// <param name="patience">The last failure is handed on when a call has been tried for so long.</param>
public sealed class RetryingInterceptor(TimeSpan eachLasts, TimeSpan patience) : Interceptor
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
        new(TryAsync(() => continuation(request, Limited(context)), context.Options.CancellationToken), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });

    private async Task<T> TryAsync<T>(Func<AsyncUnaryCall<T>> send, CancellationToken givenUp)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await send().ResponseAsync;
            }
            catch (RpcException error) when (MayPass(error) && !givenUp.IsCancellationRequested && TimeProvider.System.GetElapsedTime(start) < patience)
            {
                await Task.Delay(Pause, TimeProvider.System, givenUp);
            }
        }
    }

    /// <summary>INTERNAL and UNKNOWN too: so a client sees a connection that ends in the middle of an answer.</summary>
    internal static bool MayPass(RpcException error) =>
        error.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Cancelled or StatusCode.Internal or StatusCode.Unknown;

    private ClientInterceptorContext<TRequest, TResponse> Limited<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class where TResponse : class =>
        new(context.Method, context.Host, context.Options.WithDeadline((TimeProvider.System.GetUtcNow() + eachLasts).UtcDateTime));
}
