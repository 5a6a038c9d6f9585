using System.Buffers.Binary;

namespace LaionGrid.Arithmetic.Merkle;

/// <summary>Up to 256 entries of a log in a row, each behind its length in two bytes, big-endian. An entry that the log has lost is an empty one.</summary>
public static class EntryBundle
{
    public const int MaxEntryBytes = ushort.MaxValue;

    private const int LengthBytes = 2;

    /// <exception cref="ArgumentException">An entry is longer than a length can say.</exception>
    public static byte[] Write(IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        var bytes = new byte[entries.Sum(entry => LengthBytes + entry.Length)];
        var at = 0;
        foreach (var entry in entries)
        {
            if (entry.Length > MaxEntryBytes)
                throw new ArgumentException("An entry is too long for a bundle.", nameof(entries));
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), (ushort)entry.Length);
            entry.Span.CopyTo(bytes.AsSpan(at + LengthBytes));
            at += LengthBytes + entry.Length;
        }
        return bytes;
    }

    /// <summary>Null when the bytes are not exactly so many entries.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>>? Read(ReadOnlyMemory<byte> bytes, int width)
    {
        var entries = new List<ReadOnlyMemory<byte>>(width);
        while (bytes.Length >= LengthBytes && entries.Count < width)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes.Span);
            if (bytes.Length < LengthBytes + length)
                return null;
            entries.Add(bytes.Slice(LengthBytes, length));
            bytes = bytes[(LengthBytes + length)..];
        }
        return bytes.IsEmpty && entries.Count == width ? entries : null;
    }
}
