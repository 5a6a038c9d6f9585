using System.Collections.Concurrent;

namespace LaionGrid.Coordinator.Jobs.Queue;

/// <summary>How far the current attempt at a job is.</summary>
/// <param name="Preview">A small PNG; empty when there is none yet.</param>
internal sealed record Progress(int Step, ReadOnlyMemory<byte> Preview);

/// <summary>
/// Steps and previews of running attempts. Memory only: a restart shows the next heartbeat's. Other coordinators hear of steps, not of
/// previews, which are too large for a hint. Safe to call from any thread.
/// </summary>
internal sealed class LiveProgress
{
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(1);
    private static readonly Progress Nothing = new(0, ReadOnlyMemory<byte>.Empty);

    private readonly ConcurrentDictionary<JobId, Progress> _here = new();
    private readonly QueueSignal _signal;
    private readonly TimeProvider _time;
    private Heard _elsewhere;

    public LiveProgress(QueueSignal signal, TimeProvider time)
    {
        (_signal, _time, _elsewhere) = (signal, time, new Heard(new(), new(), time.GetUtcNow() + Turn));
        signal.SteppedElsewhere += Hear;
    }

    public Progress Of(JobId job) => _here.TryGetValue(job, out var progress) ? progress
        : _elsewhere is var heard && (heard.Now.TryGetValue(job, out var step) || heard.Before.TryGetValue(job, out step)) ? new(step, ReadOnlyMemory<byte>.Empty)
        : Nothing;

    /// <summary>A worker here says how far it is; whoever watches the request is told. An empty preview keeps the last one.</summary>
    public void Report(RequestId request, JobId job, int step, ReadOnlyMemory<byte> preview)
    {
        _here[job] = new(step, preview.IsEmpty ? Of(job).Preview : preview);
        _signal.Stepped(request, job, step);
    }

    public void Forget(JobId job) => _here.TryRemove(job, out _);

    /// <summary>That a job ended elsewhere is not heard here, so what is heard is forgotten after one to two minutes of silence, and costs nothing meanwhile.</summary>
    internal void Hear(JobId job, int step)
    {
        var (heard, now) = (_elsewhere, _time.GetUtcNow());
        if (now >= heard.TurnAt)
            Interlocked.CompareExchange(ref _elsewhere, new Heard(new(), heard.Now, now + Turn), heard);
        _elsewhere.Now[job] = step;
    }

    /// <summary>Steps heard since the last turn, and in the one before.</summary>
    private sealed record Heard(ConcurrentDictionary<JobId, int> Now, ConcurrentDictionary<JobId, int> Before, DateTimeOffset TurnAt);
}
