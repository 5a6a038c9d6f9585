using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace LaionGrid.Coordinator.Imaging;

/// <summary>Walks a PNG's chunks and checks their order, lengths and checksums (PNG specification, third edition, sections 5 and 11).</summary>
internal static class PngChunks
{
    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private const int Overhead = 12; // length, type, checksum

    /// <summary>The header's data, and all image data joined at its beginning.</summary>
    public static (ReadOnlyMemory<byte> Header, Stream ImageData) Read(ReadOnlyMemory<byte> png)
    {
        if (!png.Span.StartsWith(Signature))
            throw new NotAPngException("it does not begin with the PNG signature");
        var rest = png[Signature.Length..];
        var (type, header) = Next(ref rest);
        if (type != "IHDR")
            throw new NotAPngException("its first chunk is not IHDR");
        var image = new MemoryStream(rest.Length);
        while (Step(ref rest, out type, out var data))
        {
            if (type == "IDAT")
                image.Write(data.Span);
            else if (char.IsUpper(type[0]))
                throw new NotAPngException($"it has an unexpected {type} chunk");
        }
        image.Position = 0;
        return (header, image);
    }

    /// <summary>False at IEND, behind which nothing may stand.</summary>
    private static bool Step(ref ReadOnlyMemory<byte> rest, out string type, out ReadOnlyMemory<byte> data)
    {
        (type, data) = Next(ref rest);
        if (type != "IEND")
            return true;
        return rest.IsEmpty && data.IsEmpty ? false : throw new NotAPngException("something stands behind its end");
    }

    private static (string Type, ReadOnlyMemory<byte> Data) Next(ref ReadOnlyMemory<byte> rest)
    {
        if (rest.Length < Overhead)
            throw new NotAPngException("it ends early");
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest.Span);
        if (length > rest.Length - Overhead)
            throw new NotAPngException("a chunk is longer than the file");
        var typed = rest.Slice(4, 4 + (int)length);
        if (Crc32.HashToUInt32(typed.Span) != BinaryPrimitives.ReadUInt32BigEndian(rest.Span[(8 + (int)length)..]))
            throw new NotAPngException("a chunk's checksum is wrong");
        rest = rest[(Overhead + (int)length)..];
        return (Encoding.ASCII.GetString(typed.Span[..4]), typed[4..]);
    }
}
