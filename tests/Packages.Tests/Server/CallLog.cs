using System.Collections.Concurrent;

namespace LaionGrid.Packages.Tests.Server;

/// <summary>What the server saw.</summary>
public sealed class CallLog
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _happened = new();

    public ConcurrentQueue<string> Lines { get; } = new();
    public ConcurrentDictionary<string, int> Attempts { get; } = new();

    public TaskCompletionSource BegunSource(string key) => Source($"begun {key}");

    public TaskCompletionSource CancelledSource(string key) => Source($"cancelled {key}");

    private TaskCompletionSource Source(string what) =>
        _happened.GetOrAdd(what, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
