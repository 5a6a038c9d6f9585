using System.Buffers.Binary;
using System.Text;

namespace LaionGrid.Diffusion.Imaging;

/// <summary>A piece of a PNG (ISO/IEC 15948, clause 5).</summary>
/// <param name="Type">Four letters; the first is a capital when no reader may pass the chunk over.</param>
internal readonly record struct PngChunk(string Type, ReadOnlyMemory<byte> Data)
{
    private const int NumberBytes = 4;
    private const int TypeBytes = 4;

    /// <summary>All chunks from the header to the end; what a file holds behind its end is not looked at.</summary>
    /// <exception cref="PictureFileException">It is no PNG, is cut short, or a checksum is wrong.</exception>
    public static IReadOnlyList<PngChunk> ReadAll(ReadOnlyMemory<byte> png)
    {
        if (!png.Span.StartsWith(PngWriter.Signature))
            throw new PictureFileException("The file is no PNG. Save the picture as PNG.");
        var chunks = new List<PngChunk>();
        for (var rest = png[PngWriter.Signature.Length..]; chunks.Count == 0 || chunks[^1].Type != "IEND";)
            chunks.Add(ReadOne(ref rest));
        return chunks;
    }

    private static PngChunk ReadOne(ref ReadOnlyMemory<byte> rest)
    {
        const int frame = NumberBytes + TypeBytes + NumberBytes;
        if (rest.Length < frame || BinaryPrimitives.ReadUInt32BigEndian(rest.Span) is var length && length > rest.Length - frame)
            throw new PictureFileException("The PNG is cut short. Copy or save it again.");
        var data = rest.Slice(NumberBytes + TypeBytes, (int)length);
        var type = rest.Span.Slice(NumberBytes, TypeBytes);
        var chunk = new PngChunk(Encoding.Latin1.GetString(type), data);
        if (Crc32.Of(type, data.Span) != BinaryPrimitives.ReadUInt32BigEndian(rest.Span[(NumberBytes + TypeBytes + data.Length)..]))
            throw new PictureFileException($"The PNG's chunk {chunk.Type} has a wrong checksum: the file is damaged. Copy or save it again.");
        rest = rest[(frame + data.Length)..];
        return chunk;
    }
}
