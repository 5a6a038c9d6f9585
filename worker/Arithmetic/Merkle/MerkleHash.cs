using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LaionGrid.Arithmetic.Merkle;

/// <summary>A SHA-256 in a Merkle tree as RFC 6962 (section 2.1) builds it: leaves and nodes are hashed apart, so that neither passes for the other.</summary>
public readonly record struct MerkleHash
{
    /// <summary>Of one hash.</summary>
    public const int Bytes = SHA256.HashSizeInBytes;

    private readonly ulong _a, _b, _c, _d; // four words: a hash is kept and compared without an array of its own

    private MerkleHash(ReadOnlySpan<byte> bytes)
    {
        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>The root of a tree without leaves.</summary>
    public static MerkleHash Empty { get; } = new(SHA256.HashData([]));

    /// <summary>Null when it is not 32 bytes.</summary>
    public static MerkleHash? Read(ReadOnlySpan<byte> bytes) => bytes.Length == Bytes ? new(bytes) : null;

    /// <summary>Null for anything but the base64 of 32 bytes, spelt the one way.</summary>
    public static MerkleHash? Parse(string base64)
    {
        Span<byte> bytes = stackalloc byte[Bytes + 1];
        if (!Convert.TryFromBase64String(base64, bytes, out var read) || Read(bytes[..read]) is not { } hash)
            return null;
        return hash.ToBase64() == base64 ? hash : null;
    }

    /// <summary>The hash of a leaf's content.</summary>
    public static MerkleHash OfLeaf(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[Bytes];
        Span<byte> prefixed = content.Length < 1024 ? stackalloc byte[content.Length + 1] : new byte[content.Length + 1];
        prefixed[0] = 0;
        content.CopyTo(prefixed[1..]);
        SHA256.HashData(prefixed, hash);
        return new(hash);
    }

    /// <summary>The hash over two subtrees.</summary>
    public static MerkleHash OfNode(MerkleHash left, MerkleHash right)
    {
        Span<byte> hash = stackalloc byte[Bytes];
        Span<byte> both = stackalloc byte[1 + 2 * Bytes];
        both[0] = 1;
        left.CopyTo(both[1..]);
        right.CopyTo(both[(1 + Bytes)..]);
        SHA256.HashData(both, hash);
        return new(hash);
    }

    /// <summary>The root over perfect subtrees, the leftmost and largest first; <see cref="Empty"/> for none.</summary>
    public static MerkleHash OfPeaks(IReadOnlyList<MerkleHash> peaks)
    {
        if (peaks.Count == 0)
            return Empty;
        var root = peaks[^1];
        for (var index = peaks.Count - 2; index >= 0; index--)
            root = OfNode(peaks[index], root);
        return root;
    }

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _a);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], _d);
    }

    public string ToBase64()
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        CopyTo(bytes);
        return Convert.ToBase64String(bytes);
    }

    public override string ToString() => ToBase64();
}
