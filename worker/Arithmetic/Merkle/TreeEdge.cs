namespace LaionGrid.Arithmetic.Merkle;

/// <summary>
/// The partial tiles at the right of a tree, one a level: all that is needed to add leaves and to know the root. What it costs to add leaves does
/// not grow with the tree: about a hash for each, and for each full tile.
/// </summary>
public sealed class TreeEdge
{
    private readonly List<List<MerkleHash>> _levels = []; // each shorter than a full tile

    /// <summary>The edge of an empty tree.</summary>
    public TreeEdge()
    {
    }

    /// <summary>Leaves so far.</summary>
    public long Size { get; private set; }

    /// <summary>The edge of a tree that exists.</summary>
    /// <param name="read">The hashes of a partial tile.</param>
    /// <returns>Null when a tile is missing or has another width.</returns>
    public static TreeEdge? Of(long size, Func<TileName, IReadOnlyList<MerkleHash>?> read)
    {
        var edge = new TreeEdge { Size = size };
        foreach (var tile in PartialsOf(size))
        {
            if (tile.Width == 0)
                edge._levels.Add([]);
            else if (read(tile) is { } hashes && hashes.Count == tile.Width)
                edge._levels.Add([.. hashes]);
            else
                return null;
        }
        return edge;
    }

    /// <summary>The partial tiles of a tree of this size, from level 0 up to the highest that has any hash; of width 0 where a level ends with a full tile.</summary>
    public static IEnumerable<TileName> PartialsOf(long size)
    {
        for (var level = 0; size >> (TileName.Height * level) > 0 && level <= TileName.MaxLevel; level++)
        {
            var hashes = size >> (TileName.Height * level);
            yield return new(level, hashes / TileName.FullWidth, (int)(hashes % TileName.FullWidth));
        }
    }

    public MerkleHash Root => MerkleHash.OfPeaks([.. Enumerable.Reverse(_levels).SelectMany(Peaks)]);

    /// <summary>Adds leaves.</summary>
    /// <returns>Every tile that is new or has grown, as it is now.</returns>
    public IReadOnlyList<(TileName Name, IReadOnlyList<MerkleHash> Hashes)> Add(IReadOnlyList<MerkleHash> leaves)
    {
        var tiles = new List<(TileName, IReadOnlyList<MerkleHash>)>();
        var changed = new HashSet<int>();
        foreach (var leaf in leaves)
        {
            Size++;
            Add(0, leaf, tiles, changed);
        }
        foreach (var level in changed.Where(level => _levels[level].Count > 0).Order())
            tiles.Add((new(level, (Size >> (TileName.Height * level)) / TileName.FullWidth, _levels[level].Count), [.. _levels[level]]));
        return tiles;
    }

    private void Add(int level, MerkleHash hash, List<(TileName, IReadOnlyList<MerkleHash>)> tiles, HashSet<int> changed)
    {
        if (_levels.Count == level)
            _levels.Add([]);
        var tile = _levels[level];
        tile.Add(hash);
        changed.Add(level);
        if (tile.Count < TileName.FullWidth)
            return;
        tiles.Add((new(level, (Size >> (TileName.Height * level)) / TileName.FullWidth - 1, TileName.FullWidth), tile));
        _levels[level] = [];
        Add(level + 1, Tile.Node(tile, 0, TileName.FullWidth), tiles, changed);
    }

    /// <summary>Perfect subtrees of a partial tile, the largest first.</summary>
    private static IEnumerable<MerkleHash> Peaks(List<MerkleHash> tile)
    {
        var from = 0;
        for (var count = TileName.FullWidth / 2; count > 0; count /= 2)
        {
            if ((tile.Count & count) == 0)
                continue;
            yield return Tile.Node(tile, from, count);
            from += count;
        }
    }
}
