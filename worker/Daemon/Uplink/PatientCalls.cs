using Grpc.Core;
using Polly;
using Polly.Retry;

namespace LaionGrid.Worker.Uplink;

/// <summary>
/// Repeats calls that went astray until they are answered or cancelled. Only for calls that may be repeated on the wire. The
/// one place that knows how long to wait between two tries. Safe to call from any thread.
/// </summary>
internal sealed partial class PatientCalls(UplinkOptions options, TimeProvider time, ILogger<PatientCalls> logger)
{
    private static readonly TimeSpan TellAgainAfter = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private long? _awaySince;
    private long _toldAt;
    private ResiliencePipeline? _pipeline;

    private ResiliencePipeline Pipeline => _pipeline ??= new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
    {
        MaxRetryAttempts = int.MaxValue,
        Delay = options.FirstPause,
        MaxDelay = options.LongestPause,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldHandle = fault => ValueTask.FromResult(
            fault.Outcome.Exception is { } error && FaultsGrpc.IsTransient(error, fault.AttemptNumber, fault.Context.CancellationToken)),
        DelayGenerator = fault => ValueTask.FromResult(AskedPause(fault.Outcome.Exception)),
        OnRetry = fault => NoteAway(fault.Outcome.Exception),
    }).Build();

    /// <summary>The answer, however long it takes.</summary>
    /// <exception cref="RpcException">The coordinator refused.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var answer = await Pipeline.ExecuteAsync(async token => await call(token), cancellationToken);
        NoteBack();
        return answer;
    }

    /// <summary>Null when the call was taken; otherwise why not.</summary>
    public async Task<Refusal?> TryAsync(Func<CancellationToken, Task> call, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(async token => { await call(token); return true; }, cancellationToken);
            return null;
        }
        catch (RpcException error)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return error.ToRefusal();
        }
    }

    /// <summary>The pause before a stream that ended is opened anew; each worker draws its own, so that not all come at one instant.</summary>
    public Task ReturnAsync(CancellationToken cancellationToken) => Task.Delay(options.Return * Random.Shared.NextDouble(), time, cancellationToken);

    private static TimeSpan? AskedPause(Exception? error) =>
        error is RpcException refused && refused.ToRefusal().RetryAfter is var pause && pause > TimeSpan.Zero ? pause : null;

    /// <summary>Told when it begins, and once an hour while it lasts.</summary>
    private ValueTask NoteAway(Exception? error)
    {
        lock (_lock)
        {
            if (_awaySince is not null && time.GetElapsedTime(_toldAt) < TellAgainAfter)
                return ValueTask.CompletedTask;
            _toldAt = time.GetTimestamp();
            _awaySince ??= _toldAt;
        }
        var reason = FaultsGrpc.Describe(error);
        LogAway(reason);
        return ValueTask.CompletedTask;
    }

    private void NoteBack()
    {
        lock (_lock)
        {
            if (_awaySince is null)
                return;
            _awaySince = null;
        }
        LogBack();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The coordinator cannot be asked now: {Reason} Trying again until it answers.")]
    private partial void LogAway(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The coordinator answers again.")]
    private partial void LogBack();
}
