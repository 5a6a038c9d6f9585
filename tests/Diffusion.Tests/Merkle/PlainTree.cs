using LaionGrid.Arithmetic.Merkle;

namespace LaionGrid.Diffusion.Tests.Merkle;

/// <summary>A tree and its proofs by the recursive definitions of RFC 6962, section 2.1, with all leaves in memory: what the others are held to.</summary>
internal sealed class PlainTree(IReadOnlyList<MerkleHash> leaves)
{
    public static IReadOnlyList<MerkleHash> Leaves(int count, int seed = 0) =>
        [.. Enumerable.Range(0, count).Select(index => MerkleHash.OfLeaf([(byte)seed, (byte)(index >> 8), (byte)index]))];

    public MerkleHash Root(int size) => Root(0, size);

    public List<MerkleHash> Inclusion(int index, int size) => Path(index, 0, size);

    public List<MerkleHash> Consistency(int oldSize, int size) => oldSize == 0 || oldSize == size ? [] : Sub(oldSize, 0, size, isWhole: true);

    private MerkleHash Root(int from, int to) => (to - from) switch
    {
        0 => MerkleHash.Empty,
        1 => leaves[from],
        _ => MerkleHash.OfNode(Root(from, Split(from, to)), Root(Split(from, to), to)),
    };

    private List<MerkleHash> Path(int index, int from, int to)
    {
        if (to - from == 1)
            return [];
        var split = Split(from, to);
        return index < split ? [.. Path(index, from, split), Root(split, to)] : [.. Path(index, split, to), Root(from, split)];
    }

    private List<MerkleHash> Sub(int oldSize, int from, int to, bool isWhole)
    {
        if (oldSize == to)
            return isWhole ? [] : [Root(from, to)];
        var split = Split(from, to);
        return oldSize <= split ? [.. Sub(oldSize, from, split, isWhole), Root(split, to)] : [.. Sub(oldSize, split, to, isWhole: false), Root(from, split)];
    }

    private static int Split(int from, int to)
    {
        var half = 1;
        while (2 * half < to - from)
            half *= 2;
        return from + half;
    }
}
