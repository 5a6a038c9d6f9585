namespace LaionGrid.Coordinator.Datasets.Releases.Deriving;

/// <summary>Numbers things from 0, in the order in which they are first seen.</summary>
internal sealed class Numbered
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public int Count => _numbers.Count;

    public int Of(string thing)
    {
        if (!_numbers.TryGetValue(thing, out var number))
            _numbers.Add(thing, number = _numbers.Count);
        return number;
    }

    /// <summary>In their order.</summary>
    public IEnumerable<string> All => _numbers.OrderBy(pair => pair.Value).Select(pair => pair.Key);
}
