using System.Collections.Concurrent;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>How far the current attempt at a job is.</summary>
/// <param name="Preview">A small PNG; empty when there is none yet.</param>
internal sealed record Progress(int Step, ReadOnlyMemory<byte> Preview);

/// <summary>
/// Steps and previews of running attempts. Memory only: a restart shows the next heartbeat's. Other coordinators hear of steps, not of
/// previews, which are too large for a hint. Safe to call from any thread.
/// </summary>
internal sealed class LiveProgress
{
    private const int PruneAt = 5_000;
    private static readonly TimeSpan Elsewhere = TimeSpan.FromMinutes(1);
    private static readonly Progress Nothing = new(0, ReadOnlyMemory<byte>.Empty);

    private readonly ConcurrentDictionary<JobId, Progress> _here = new();
    private readonly ConcurrentDictionary<JobId, (int Step, DateTimeOffset At)> _elsewhere = new();
    private readonly QueueSignal _signal;
    private readonly TimeProvider _time;

    public LiveProgress(QueueSignal signal, TimeProvider time)
    {
        (_signal, _time) = (signal, time);
        signal.SteppedElsewhere += Hear;
    }

    public Progress Of(JobId job) => _here.TryGetValue(job, out var progress) ? progress
        : _elsewhere.TryGetValue(job, out var heard) ? new(heard.Step, ReadOnlyMemory<byte>.Empty)
        : Nothing;

    /// <summary>A worker here says how far it is; whoever watches the request is told. An empty preview keeps the last one.</summary>
    public void Report(RequestId request, JobId job, int step, ReadOnlyMemory<byte> preview)
    {
        _here[job] = new(step, preview.IsEmpty ? Of(job).Preview : preview);
        _signal.Stepped(request, job, step);
    }

    public void Forget(JobId job)
    {
        _here.TryRemove(job, out _);
        _elsewhere.TryRemove(job, out _);
    }

    private void Hear(JobId job, int step)
    {
        _elsewhere[job] = (step, _time.GetUtcNow());
        if (_elsewhere.Count < PruneAt)
            return;
        foreach (var old in _elsewhere.Where(heard => heard.Value.At < _time.GetUtcNow() - Elsewhere))
            _elsewhere.TryRemove(old);
    }
}
