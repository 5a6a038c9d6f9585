using System.Collections.Concurrent;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>How far the current attempt at a job is.</summary>
/// <param name="Preview">A small PNG; empty when there is none yet.</param>
internal sealed record Progress(int Step, ReadOnlyMemory<byte> Preview);

/// <summary>Steps and previews of running attempts. Memory only: a restart shows the next heartbeat's.</summary>
internal sealed class LiveProgress
{
    private static readonly Progress Nothing = new(0, ReadOnlyMemory<byte>.Empty);

    private readonly ConcurrentDictionary<JobId, Progress> _running = new();

    public Progress Of(JobId job) => _running.GetValueOrDefault(job, Nothing);

    /// <summary>An empty preview keeps the last one.</summary>
    public void Report(JobId job, int step, ReadOnlyMemory<byte> preview) =>
        _running[job] = new(step, preview.IsEmpty ? Of(job).Preview : preview);

    public void Forget(JobId job) => _running.TryRemove(job, out _);
}
