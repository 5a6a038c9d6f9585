using System.Collections.Concurrent;
using System.Diagnostics;
using Grpc.Core;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Benchmarks.Load;

/// <summary>
/// What the played people and workers saw. A job is known by its seed, which travels to whoever renders it: the
/// first one submitted has the first seed. Others' jobs, as those that waited beforehand, have seeds outside this range. Safe to use from any thread.
/// </summary>
internal sealed class Tally(long firstSeed, int jobs, int window) : IDisposable
{
    private const string RefusalTrailer = "laiongrid-refusal-bin";

    private readonly long[] _answered = new long[jobs];
    private readonly long[] _noticed = new long[jobs];
    private readonly ConcurrentDictionary<string, int> _refusals = [];
    private readonly TaskCompletionSource _allRendered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _rendered;

    public int Jobs => jobs;

    public long FirstSeed => firstSeed;

    public Latencies Submit { get; } = new();

    public Latencies Claim { get; } = new();

    public Latencies Complete { get; } = new();

    /// <summary>Room for one more job that is not rendered yet.</summary>
    public SemaphoreSlim Window { get; } = new(window);

    /// <summary>Ends when as many pictures are rendered as jobs were asked for.</summary>
    public Task AllRendered => _allRendered.Task;

    /// <summary>What went wrong and how often, such as "Claim: offer.gone".</summary>
    public IReadOnlyDictionary<string, int> Refusals => _refusals;

    public void Answered(long seed) => Volatile.Write(ref _answered[seed - firstSeed], Stopwatch.GetTimestamp());

    /// <summary>A worker was offered this job. Only its first offer is timed.</summary>
    public void Noticed(long seed, long at)
    {
        if (seed >= firstSeed && seed < firstSeed + jobs)
            Interlocked.CompareExchange(ref _noticed[seed - firstSeed], at, 0);
    }

    public void Rendered()
    {
        Window.Release();
        if (Interlocked.Increment(ref _rendered) == jobs)
            _allRendered.TrySetResult();
    }

    public void Refused(string call, RpcException error)
    {
        var code = error.Trailers.GetValueBytes(RefusalTrailer) is { } bytes ? Refusal.Parser.ParseFrom(bytes).Code : error.StatusCode.ToString();
        _refusals.AddOrUpdate($"{call}: {code}", 1, (_, count) => count + 1);
    }

    /// <summary>From the submission's answer to the first worker's notice; 0 where the notice was faster than the answer.</summary>
    private Latencies Offers()
    {
        var offers = new Latencies();
        foreach (var (answered, noticed) in _answered.Zip(_noticed).Where(pair => pair is { First: > 0, Second: > 0 }))
            offers.Add(Math.Max(0, noticed - answered));
        return offers;
    }

    public IReadOnlyList<Figure> Figures =>
    [
        .. Percentiles("submit", "submit", Submit),
        .. Percentiles("offer", "from the answer to the worker's notice", Offers()),
        .. Percentiles("claim", "claim", Claim),
        .. Percentiles("complete", "complete", Complete),
    ];

    private static IEnumerable<Figure> Percentiles(string key, string name, Latencies latencies) =>
    [
        new($"{key}_p50_ms", $"{name}, median, ms", latencies.PercentileMs(0.5)),
        new($"{key}_p99_ms", $"{name}, 99 of 100 within, ms", latencies.PercentileMs(0.99)),
    ];

    public void Dispose() => Window.Dispose();
}
