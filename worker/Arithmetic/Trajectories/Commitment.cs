using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace LaionGrid.Arithmetic.Trajectories;

/// <summary>
/// A hash list that binds a worker to every output of its trajectory, to the latent it ends at and to the picture, before it knows which of
/// them will be asked for. Each leaf names the attempt, so that no list serves two. One leaf for each part of the trajectory and one behind them;
/// lists are so short (672 bytes for 20 evaluations) that they travel whole and need no tree.
/// </summary>
public static class Commitment
{
    /// <summary>Of SHA-256.</summary>
    public const int LeafBytes = SHA256.HashSizeInBytes;

    /// <summary>Of an attempt's id.</summary>
    public const int NonceBytes = 16;

    private static readonly byte[] Tag = "laiongrid trajectory 1"u8.ToArray();

    /// <param name="parts">See <see cref="Trajectory.Parts"/>.</param>
    public static int BytesOf(int parts) => (parts + 1) * LeafBytes;

    /// <param name="nonce">The attempt's id.</param>
    /// <param name="latent">What the decoder was given.</param>
    /// <param name="picture">SHA-256 of the picture's file.</param>
    /// <returns>The leaves, one behind the other.</returns>
    public static byte[] Make(ReadOnlySpan<byte> nonce, Trajectory trajectory, ReadOnlySpan<float> latent, ReadOnlySpan<byte> picture)
    {
        var leaves = new byte[BytesOf(trajectory.Parts)];
        for (var part = 0; part < trajectory.Parts; part++)
            WriteLeaf(leaves, part, nonce, part, trajectory.BytesOfPart(part), []);
        WriteLeaf(leaves, trajectory.Parts, nonce, trajectory.Parts, MemoryMarshal.AsBytes(latent), picture);
        return leaves;
    }

    /// <summary>Whether this is the trajectory that was committed to; the last leaf is left for when it has been replayed.</summary>
    public static bool Binds(ReadOnlySpan<byte> commitment, ReadOnlySpan<byte> nonce, Trajectory trajectory)
    {
        if (commitment.Length != BytesOf(trajectory.Parts))
            return false;
        var leaf = new byte[LeafBytes];
        for (var part = 0; part < trajectory.Parts; part++)
        {
            WriteLeaf(leaf, 0, nonce, part, trajectory.BytesOfPart(part), []);
            if (!commitment.Slice(part * LeafBytes, LeafBytes).SequenceEqual(leaf))
                return false;
        }
        return true;
    }

    /// <summary>Whether this latent and this picture are those that were committed to.</summary>
    /// <param name="latent">Where the trajectory's replay ended.</param>
    /// <param name="picture">SHA-256 of the picture's file.</param>
    public static bool Binds(ReadOnlySpan<byte> commitment, ReadOnlySpan<byte> nonce, ReadOnlySpan<float> latent, ReadOnlySpan<byte> picture)
    {
        var leaf = new byte[LeafBytes];
        WriteLeaf(leaf, 0, nonce, (commitment.Length / LeafBytes) - 1, MemoryMarshal.AsBytes(latent), picture);
        return commitment[^LeafBytes..].SequenceEqual(leaf);
    }

    /// <summary>One hash for all of it, from which the lottery is drawn.</summary>
    public static byte[] Root(ReadOnlySpan<byte> commitment) => SHA256.HashData(commitment);

    /// <summary>SHA-256 of tag, nonce, number (32 bits, little-endian), SHA-256 of the content, and for the last the picture's hash.</summary>
    private static void WriteLeaf(byte[] leaves, int at, ReadOnlySpan<byte> nonce, int number, ReadOnlySpan<byte> content, ReadOnlySpan<byte> picture)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(nonce.Length, NonceBytes);
        Span<byte> leaf = stackalloc byte[Tag.Length + NonceBytes + sizeof(int) + LeafBytes + LeafBytes];
        Tag.CopyTo(leaf);
        nonce.CopyTo(leaf[Tag.Length..]);
        var end = Tag.Length + NonceBytes;
        BinaryPrimitives.WriteInt32LittleEndian(leaf[end..], number);
        SHA256.HashData(content, leaf[(end + sizeof(int))..]);
        picture.CopyTo(leaf[(end + sizeof(int) + LeafBytes)..]);
        SHA256.HashData(leaf[..(end + sizeof(int) + LeafBytes + picture.Length)], leaves.AsSpan(at * LeafBytes));
    }
}
