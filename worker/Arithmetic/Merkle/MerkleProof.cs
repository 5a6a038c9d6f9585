using System.Numerics;

namespace LaionGrid.Arithmetic.Merkle;

/// <summary>
/// Checks proofs as RFC 9162 (section 2.1) has them checked. Proofs come from strangers: whatever they hold, the answer is yes or no.
/// </summary>
public static class MerkleProof
{
    /// <summary>No proof is longer: a tree has at most 2^63 - 1 leaves.</summary>
    public const int MaxLength = 64;

    /// <summary>Whether the tree of this size and root has this leaf at this place.</summary>
    public static bool IsIncluded(long index, long size, MerkleHash leaf, IReadOnlyList<MerkleHash> proof, MerkleHash root)
    {
        if (index < 0 || index >= size || proof.Count > MaxLength)
            return false;
        var (place, last, hash) = (index, size - 1, leaf);
        foreach (var other in proof)
        {
            if (last == 0)
                return false;
            if ((place & 1) == 1 || place == last)
            {
                hash = MerkleHash.OfNode(other, hash);
                Climb(ref place, ref last);
            }
            else
            {
                hash = MerkleHash.OfNode(hash, other);
            }
            (place, last) = (place >> 1, last >> 1);
        }
        return last == 0 && hash == root;
    }

    /// <summary>Whether the larger tree begins with the whole smaller one.</summary>
    public static bool IsConsistent(long oldSize, MerkleHash oldRoot, long newSize, MerkleHash newRoot, IReadOnlyList<MerkleHash> proof)
    {
        if (oldSize < 0 || oldSize > newSize || proof.Count > MaxLength)
            return false;
        if (oldSize == newSize)
            return proof.Count == 0 && oldRoot == newRoot;
        if (oldSize == 0)
            return proof.Count == 0 && oldRoot == MerkleHash.Empty;
        // A smaller tree that is perfect is itself the first node of the proof, and is left out of it.
        var steps = BitOperations.IsPow2(oldSize) ? [oldRoot, .. proof] : proof;
        return steps.Count > 0 && Roots(oldSize - 1, newSize - 1, steps) is var (older, newer) && older == oldRoot && newer == newRoot;
    }

    private static (MerkleHash Older, MerkleHash Newer)? Roots(long place, long last, IReadOnlyList<MerkleHash> steps)
    {
        while ((place & 1) == 1)
            (place, last) = (place >> 1, last >> 1);
        var (older, newer) = (steps[0], steps[0]);
        foreach (var other in steps.Skip(1))
        {
            if (last == 0)
                return null;
            if ((place & 1) == 1 || place == last)
            {
                (older, newer) = (MerkleHash.OfNode(other, older), MerkleHash.OfNode(other, newer));
                Climb(ref place, ref last);
            }
            else
            {
                newer = MerkleHash.OfNode(newer, other);
            }
            (place, last) = (place >> 1, last >> 1);
        }
        return last == 0 ? (older, newer) : null;
    }

    /// <summary>At the right edge a node has no sibling on some levels: they are passed over.</summary>
    private static void Climb(ref long place, ref long last)
    {
        while ((place & 1) == 0 && place != 0)
            (place, last) = (place >> 1, last >> 1);
    }
}
