namespace LaionGrid.Arithmetic.Merkle;

/// <summary>The hashes of a tile, and of the nodes above them.</summary>
public static class Tile
{
    /// <summary>Null when it is not the bytes of so many hashes.</summary>
    public static IReadOnlyList<MerkleHash>? Read(ReadOnlySpan<byte> bytes, int width)
    {
        if (bytes.Length != width * MerkleHash.Bytes)
            return null;
        var hashes = new MerkleHash[width];
        for (var index = 0; index < width; index++)
            hashes[index] = MerkleHash.Read(bytes.Slice(index * MerkleHash.Bytes, MerkleHash.Bytes))!.Value; // of this length
        return hashes;
    }

    public static byte[] Write(IReadOnlyList<MerkleHash> hashes)
    {
        var bytes = new byte[hashes.Count * MerkleHash.Bytes];
        for (var index = 0; index < hashes.Count; index++)
            hashes[index].CopyTo(bytes.AsSpan(index * MerkleHash.Bytes));
        return bytes;
    }

    /// <summary>The node over a run of hashes.</summary>
    /// <param name="count">A power of two.</param>
    public static MerkleHash Node(IReadOnlyList<MerkleHash> hashes, int from, int count) => count == 1
        ? hashes[from]
        : MerkleHash.OfNode(Node(hashes, from, count / 2), Node(hashes, from + count / 2, count / 2));
}
