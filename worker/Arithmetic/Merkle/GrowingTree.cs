namespace LaionGrid.Arithmetic.Merkle;

/// <summary>The root of a tree that leaves are added to one by one. It keeps one hash for each binary digit of the size, whatever the size.</summary>
public sealed class GrowingTree
{
    private readonly List<MerkleHash> _peaks = []; // of perfect subtrees, the largest first

    /// <summary>Leaves so far.</summary>
    public long Size { get; private set; }

    public MerkleHash Root => MerkleHash.OfPeaks(_peaks);

    /// <param name="leaf">The hash of the next leaf.</param>
    public void Add(MerkleHash leaf)
    {
        var node = leaf;
        for (var full = Size; (full & 1) == 1; full >>= 1)
        {
            node = MerkleHash.OfNode(_peaks[^1], node);
            _peaks.RemoveAt(_peaks.Count - 1);
        }
        _peaks.Add(node);
        Size++;
    }
}
