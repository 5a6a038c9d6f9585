using System.Collections.Concurrent;

namespace LaionGrid.Packages.Tests.Server;

/// <summary>What the server saw.</summary>
public sealed class CallLog
{
    public ConcurrentQueue<string> Lines { get; } = new();
    public ConcurrentDictionary<string, int> Attempts { get; } = new();
    public ConcurrentDictionary<string, TaskCompletionSource> Cancelled { get; } = new();

    public TaskCompletionSource CancelledSource(string key) =>
        Cancelled.GetOrAdd(key, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
