using Grpc.Core;
using LaionGrid.Web.People;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace LaionGrid.Web.Coordinator;

/// <summary>
/// How every call to the coordinator is made: a deadline, retries while it cannot be reached, and one exception for an outage.
/// All calls are idempotent (a submission carries its request key), so all may be repeated.
/// </summary>
internal sealed class CallsGrpc(IOptions<CoordinatorOptions> options, PersonTokens people, TimeProvider time)
{
    private readonly ResiliencePipeline _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            // A refusal also comes as Unavailable, but it is an answer: "busy" is not mended by asking at once again.
            ShouldHandle = new PredicateBuilder().Handle<RpcException>(error => error.StatusCode == StatusCode.Unavailable && error.Refusal() is null),
            MaxRetryAttempts = 3,
            Delay = TimeSpan.FromMilliseconds(100),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .Build();

    /// <summary>Makes a call that has one answer, for nobody in particular.</summary>
    public Task<T> AskAsync<T>(Func<CallOptions, Task<T>> call, CancellationToken cancellationToken) => AskAsync(null, call, cancellationToken);

    /// <summary>Makes a call that has one answer, for this person; null asks for nobody in particular. Each try carries a proof of its own, which the coordinator takes once.</summary>
    public Task<T> AskAsync<T>(Person? person, Func<CallOptions, Task<T>> call, CancellationToken cancellationToken) =>
        TryAsync(call, () => HeadersOf(person), cancellationToken);

    /// <summary>Makes a call that has one answer, for the site itself.</summary>
    public Task<T> AskAsSiteAsync<T>(Func<CallOptions, Task<T>> call, CancellationToken cancellationToken) =>
        TryAsync(call, () => Headers(people.ProveSite()), cancellationToken);

    /// <summary>Options of a call that ends by itself within this time.</summary>
    public CallOptions Within(TimeSpan timeout, CancellationToken cancellationToken) => Within(null, timeout, cancellationToken);

    /// <summary>Options of one call for this person that ends by itself within this time.</summary>
    public CallOptions Within(Person? person, TimeSpan timeout, CancellationToken cancellationToken) =>
        new(HeadersOf(person), time.GetUtcNow().UtcDateTime + timeout, cancellationToken);

    private Task<T> TryAsync<T>(Func<CallOptions, Task<T>> call, Func<Metadata?> headers, CancellationToken cancellationToken) =>
        GuardAsync(() => _pipeline.ExecuteAsync(async token => await call(Within(options.Value.Timeout, token).WithHeaders(headers() ?? [])), cancellationToken).AsTask(), cancellationToken);

    private Metadata? HeadersOf(Person? person) => person is null ? null : Headers(people.Prove(person));

    private static Metadata Headers(string proof) => new() { { "authorization", proof } };

    /// <summary>Runs one step of a call and names its failure.</summary>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> step, CancellationToken cancellationToken)
    {
        try
        {
            return await step();
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Cancelled && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The visitor went away.", error, cancellationToken);
        }
        catch (RpcException error) when (IsOutage(error))
        {
            throw new CoordinatorAwayException(error, error.Refusal());
        }
    }

    // "Cancelled" without our asking is a connection that the other side gave up, as a stopping coordinator does. One that broke has any status: its last frames may say so or not.
    private static bool IsOutage(RpcException error) =>
        error.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Cancelled || error.Status.DebugException is IOException or HttpRequestException;
}
