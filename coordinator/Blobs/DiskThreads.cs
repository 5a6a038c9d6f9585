namespace LaionGrid.Coordinator.Blobs;

/// <summary>
/// A few threads that wait for the disk, so that no thread of the pool has to: a flush takes milliseconds, and a pool that waits
/// answers nobody. Flushes of several threads share one write of the file system's journal, so more of them also store more.
/// </summary>
internal sealed class DiskThreads : IDisposable
{
    private readonly Queue<Task> _work = [];
    private readonly Thread[] _threads;
    private bool _isEnding;

    public DiskThreads(int count)
    {
        _threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(Work) { IsBackground = true, Name = "disk" })];
        foreach (var thread in _threads)
            thread.Start();
    }

    /// <summary>Runs it on one of the threads. As much waits as there are callers, and each holds its own bytes already.</summary>
    public Task RunAsync(Action action)
    {
        var work = new Task(action, TaskCreationOptions.RunContinuationsAsynchronously); // or the caller's further way would go on here
        lock (_work)
        {
            ObjectDisposedException.ThrowIf(_isEnding, this);
            _work.Enqueue(work);
            Monitor.Pulse(_work);
        }
        return work;
    }

    /// <summary>Ends the threads once all that was asked of them is done.</summary>
    public void Dispose()
    {
        lock (_work)
        {
            _isEnding = true;
            Monitor.PulseAll(_work);
        }
        foreach (var thread in _threads)
            thread.Join();
    }

    private void Work()
    {
        while (Take() is { } work)
            work.RunSynchronously(TaskScheduler.Default);
    }

    private Task? Take()
    {
        lock (_work)
        {
            while (_work.Count == 0 && !_isEnding)
                Monitor.Wait(_work); // a ready-made queue would spin first, and there is a processor to lose
            return _work.TryDequeue(out var work) ? work : null;
        }
    }
}
