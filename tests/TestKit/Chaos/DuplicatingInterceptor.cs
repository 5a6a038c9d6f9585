using Grpc.Core;
using Grpc.Core.Interceptors;

namespace LaionGrid.TestKit.Chaos;

/// <summary>
/// A network that repeats and overtakes: of a client's unary calls some are sent twice at once, and some wait until a later one has gone
/// ahead. Which ones, and whose answer counts, the seed decides. Safe to call from any thread.
/// </summary>
/// <param name="share">Of the calls, how many are sent twice, and how many are held back: 0 to 0.5 each.</param>
public sealed class DuplicatingInterceptor(int seed, double share) : Interceptor
{
    /// <summary>A call that nothing overtakes goes after this.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);
    private TaskCompletionSource _nextCall = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _duplicated;
    private int _heldBack;

    /// <summary>Calls sent twice so far.</summary>
    public int Duplicated => _duplicated;

    /// <summary>Calls held back so far.</summary>
    public int HeldBack => _heldBack;

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var (fate, pick, overtaken) = Draw();
        var answer = fate < share ? TwiceAsync(() => continuation(request, context), pick)
            : fate < 2 * share ? LateAsync(() => continuation(request, context), overtaken)
            : continuation(request, context).ResponseAsync;
        return new(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }

    private (double Fate, int Pick, Task Overtaken) Draw()
    {
        lock (_lock)
        {
            _nextCall.SetResult();
            _nextCall = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return (_random.NextDouble(), _random.Next(2), _nextCall.Task);
        }
    }

    private async Task<T> TwiceAsync<T>(Func<AsyncUnaryCall<T>> send, int pick)
    {
        Interlocked.Increment(ref _duplicated);
        Task<T>[] both = [send().ResponseAsync, send().ResponseAsync];
        await ((Task)Task.WhenAll(both)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await both[pick]; // a caller whose call was repeated sees one of the answers, whichever it is
    }

    private async Task<T> LateAsync<T>(Func<AsyncUnaryCall<T>> send, Task overtaken)
    {
        Interlocked.Increment(ref _heldBack);
        await Task.WhenAny(overtaken, Task.Delay(LongestHold, TimeProvider.System));
        return await send().ResponseAsync;
    }
}
