namespace LaionGrid.Coordinator.Leaderboards;

/// <summary>
/// Slots in an order that the comparer gives, as a treap whose nodes are the slots themselves: adding, removing, finding by place and counting take
/// expected O(log n) comparisons. 12 bytes a slot. What the comparer looks at may change only while the slot is out. For one thread at a time.
/// </summary>
internal sealed class Ranking(IComparer<int> order)
{
    private const int None = -1;

    private int[] _left = [];
    private int[] _right = [];
    private int[] _sizes = [];
    private int _root = None;

    public int Count => SizeOf(_root);

    /// <summary>Replaces all by these, which need not be sorted, in O(n log n).</summary>
    public void Fill(IEnumerable<int> slots)
    {
        var sorted = slots.ToArray();
        Array.Sort(sorted, order);
        if (sorted.Length > 0)
            MakeRoom(sorted.Max());
        _root = Grow(sorted);
    }

    public void Add(int slot)
    {
        MakeRoom(slot);
        var (before, behind) = Split(_root, slot);
        (_left[slot], _right[slot], _sizes[slot]) = (None, None, 1);
        _root = Merge(Merge(before, slot), behind);
    }

    /// <param name="slot">One that is in.</param>
    public void Remove(int slot) => _root = Remove(_root, slot);

    /// <summary>How many slots lie before the first that the condition does not hold for. It must hold for a beginning of the order.</summary>
    public int CountWhile(Func<int, bool> isBefore)
    {
        var count = 0;
        for (var node = _root; node != None;)
            if (isBefore(node))
                (count, node) = (count + SizeOf(_left[node]) + 1, _right[node]);
            else
                node = _left[node];
        return count;
    }

    /// <summary>So many slots from a place on, in order.</summary>
    public IReadOnlyList<int> Page(int offset, int limit)
    {
        var page = new List<int>();
        Collect(_root, offset, limit, page);
        return page;
    }

    private void Collect(int node, int skip, int limit, List<int> page)
    {
        if (node == None || skip >= _sizes[node] || page.Count >= limit)
            return;
        var left = SizeOf(_left[node]);
        Collect(_left[node], skip, limit, page);
        if (skip <= left && page.Count < limit)
            page.Add(node);
        Collect(_right[node], Math.Max(skip - left - 1, 0), limit, page);
    }

    /// <summary>A treap of sorted slots in O(n): its right edge is a stack of falling weights.</summary>
    private int Grow(int[] sorted)
    {
        var edge = new Stack<int>();
        foreach (var slot in sorted)
        {
            var below = None;
            while (edge.TryPeek(out var top) && Weight(top) < Weight(slot))
                below = Sized(edge.Pop());
            (_left[slot], _right[slot]) = (below, None);
            if (edge.TryPeek(out var above))
                _right[above] = slot;
            edge.Push(slot);
        }
        var root = None;
        while (edge.TryPop(out var node))
            root = Sized(node);
        return root;
    }

    private (int Before, int Behind) Split(int node, int slot)
    {
        if (node == None)
            return (None, None);
        if (order.Compare(node, slot) < 0)
        {
            (_right[node], var behind) = Split(_right[node], slot);
            return (Sized(node), behind);
        }
        (var before, _left[node]) = Split(_left[node], slot);
        return (before, Sized(node));
    }

    private int Merge(int before, int behind)
    {
        if (before == None || behind == None)
            return before == None ? behind : before;
        if (Weight(before) >= Weight(behind))
        {
            _right[before] = Merge(_right[before], behind);
            return Sized(before);
        }
        _left[behind] = Merge(before, _left[behind]);
        return Sized(behind);
    }

    private int Remove(int node, int slot)
    {
        if (node == None)
            throw new InvalidOperationException($"Slot {slot} is not in, or is not where its key says.");
        if (node == slot)
            return Merge(_left[node], _right[node]);
        if (order.Compare(slot, node) < 0)
            _left[node] = Remove(_left[node], slot);
        else
            _right[node] = Remove(_right[node], slot);
        return Sized(node);
    }

    private int Sized(int node)
    {
        _sizes[node] = SizeOf(_left[node]) + SizeOf(_right[node]) + 1;
        return node;
    }

    private int SizeOf(int node) => node == None ? 0 : _sizes[node];

    /// <summary>As good as drawn by chance, and needs no memory: a bijection, so no two are alike.</summary>
    private static uint Weight(int slot)
    {
        var mixed = (uint)slot * 0x9E3779B9u;
        mixed = (mixed ^ (mixed >> 16)) * 0x85EBCA6Bu;
        mixed = (mixed ^ (mixed >> 13)) * 0xC2B2AE35u;
        return mixed ^ (mixed >> 16);
    }

    private void MakeRoom(int slot)
    {
        if (slot < _sizes.Length)
            return;
        var length = Math.Max(slot + 1, _sizes.Length + _sizes.Length / 2);
        Array.Resize(ref _left, length);
        Array.Resize(ref _right, length);
        Array.Resize(ref _sizes, length);
    }
}
