namespace LaionGrid.Worker.Idle;

/// <summary>The newest of what was added, as many as there is room for. For one thread at a time.</summary>
internal sealed class Ring<T>(int capacity)
{
    private readonly T[] _items = new T[capacity];
    private long _added;

    /// <summary>Oldest first; a copy.</summary>
    public IReadOnlyList<T> Items
    {
        get
        {
            var (count, next) = ((int)Math.Min(_added, capacity), (int)(_added % capacity));
            return count < capacity ? _items[..count] : [.. _items[next..], .. _items[..next]];
        }
    }

    public void Add(T item) => _items[_added++ % capacity] = item;
}
