using System.Numerics;

namespace LaionGrid.Arithmetic.Merkle;

/// <summary>
/// Makes proofs from the tiles of a tree of some size. The tiles may be anybody's: a proof made of wrong ones is wrong and does not check. Keeps what it
/// has read; for one caller at a time.
/// </summary>
/// <param name="read">The hashes of a tile; null when it cannot be had or has another width.</param>
public sealed class TiledTree(long size, Func<TileName, Task<IReadOnlyList<MerkleHash>?>> read)
{
    private const int MaxKept = 1024;

    private readonly Dictionary<TileName, IReadOnlyList<MerkleHash>> _kept = [];

    /// <summary>The audit path of a leaf; null when a tile is missing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tree has no such leaf.</exception>
    public async Task<IReadOnlyList<MerkleHash>?> ProveInclusionAsync(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<MerkleHash?>();
        var (from, to) = (0L, size);
        while (to - from > 1) // from the root down; the path is told from the leaf up
        {
            var split = from + Split(to - from);
            path.Add(index < split ? await RootOfAsync(split, to) : await RootOfAsync(from, split));
            (from, to) = index < split ? (from, split) : (split, to);
        }
        return Whole(path);
    }

    /// <summary>The proof that the tree begins with the one of an older size; null when a tile is missing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tree is not that large.</exception>
    public async Task<IReadOnlyList<MerkleHash>?> ProveConsistencyAsync(long oldSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, size);
        if (oldSize == 0 || oldSize == size)
            return [];
        var path = new List<MerkleHash?>();
        var (from, to, isOldRoot) = (0L, size, true);
        while (to != oldSize)
        {
            var split = from + Split(to - from);
            if (oldSize <= split)
            {
                path.Add(await RootOfAsync(split, to));
                to = split;
            }
            else
            {
                path.Add(await RootOfAsync(from, split));
                (from, isOldRoot) = (split, false);
            }
        }
        if (!isOldRoot)
            path.Add(await RootOfAsync(from, to));
        return Whole(path);
    }

    /// <summary>The largest power of two below the count, where RFC 6962 splits a tree.</summary>
    private static long Split(long count) => 1L << BitOperations.Log2((ulong)count - 1);

    private static List<MerkleHash>? Whole(List<MerkleHash?> path)
    {
        path.Reverse();
        return path.Contains(null) ? null : path.ConvertAll(hash => hash!.Value); // none is null
    }

    /// <summary>The root over a run of leaves that RFC 6962 makes a subtree: it is perfect, or it reaches to the end of the tree.</summary>
    private async Task<MerkleHash?> RootOfAsync(long from, long to)
    {
        var peaks = new List<MerkleHash>();
        while (from < to)
        {
            var bits = BitOperations.Log2((ulong)(to - from));
            if (await PerfectAsync(from, bits) is not { } peak)
                return null;
            peaks.Add(peak);
            from += 1L << bits;
        }
        return MerkleHash.OfPeaks(peaks);
    }

    private async Task<MerkleHash?> PerfectAsync(long from, int bits)
    {
        var (level, rest) = Math.DivRem(bits, TileName.Height);
        var first = from >> (TileName.Height * level); // of the hashes on that level
        if (TileName.Of(level, first / TileName.FullWidth, size) is not { } name)
            return null;
        if (!_kept.TryGetValue(name, out var hashes))
        {
            if (await read(name) is not { } fetched || fetched.Count != name.Width)
                return null;
            if (_kept.Count >= MaxKept)
                _kept.Clear();
            _kept[name] = hashes = fetched;
        }
        var (within, count) = ((int)(first % TileName.FullWidth), 1 << rest);
        return within + count <= hashes.Count ? Tile.Node(hashes, within, count) : null;
    }
}
