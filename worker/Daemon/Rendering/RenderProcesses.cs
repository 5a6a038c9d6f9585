using System.Collections.Concurrent;

namespace LaionGrid.Worker.Rendering;

/// <summary>The render processes that run now, to be told apart from other programs on a card. Safe to call from any thread.</summary>
internal sealed class RenderProcesses
{
    private readonly ConcurrentDictionary<int, bool> _ids = new();

    public IReadOnlyCollection<int> Ids => [.. _ids.Keys];

    public void Add(int id) => _ids[id] = true;

    public void Remove(int id) => _ids.TryRemove(id, out _);
}
