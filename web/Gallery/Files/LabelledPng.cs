using System.Buffers.Binary;
using System.Text;

namespace LaionGrid.Web.Gallery.Files;

/// <summary>
/// A PNG with the site's own words about it in the place of whatever words it came with: those are its worker's, which nobody has checked. Header and packed pixels
/// stay as they are, byte for byte. Pure.
/// </summary>
internal static class LabelledPng
{
    private const int SignatureBytes = 8;
    private const int Overhead = 12; // length, type, checksum

    /// <param name="png">A whole PNG that the grid has taken in, so its parts are in order.</param>
    /// <param name="labels">Chunks that come right behind the header.</param>
    public static byte[] Of(ReadOnlySpan<byte> png, IEnumerable<(string Type, byte[] Data)> labels)
    {
        using var labelled = new MemoryStream(png.Length + 4096);
        labelled.Write(png[..SignatureBytes]);
        for (var rest = png[SignatureBytes..]; rest.Length >= Overhead;)
        {
            var chunk = rest[..(Overhead + (int)BinaryPrimitives.ReadUInt32BigEndian(rest))];
            var type = Encoding.Latin1.GetString(chunk[4..8]);
            if (char.IsAsciiLetterUpper(type[0]))
                labelled.Write(chunk);
            if (type == "IHDR")
            {
                foreach (var label in labels)
                    WriteChunk(labelled, label.Type, label.Data);
            }
            rest = rest[chunk.Length..];
        }
        return labelled.ToArray();
    }

    private static void WriteChunk(MemoryStream png, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        byte[] typed = [.. Encoding.Latin1.GetBytes(type), .. data];
        png.Write(typed);
        var checksum = new Crc32();
        checksum.Add(typed);
        BinaryPrimitives.WriteUInt32BigEndian(number, checksum.Value);
        png.Write(number);
    }
}
