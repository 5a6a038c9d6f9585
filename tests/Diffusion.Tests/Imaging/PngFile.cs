using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace LaionGrid.Diffusion.Tests.Imaging;

/// <summary>Puts PNGs together chunk by chunk, as right or as wrong as a test wants; written apart from the writer and the reader it judges.</summary>
internal static class PngFile
{
    public static byte[] Of(params byte[][] chunks) => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. chunks.SelectMany(chunk => chunk)];

    public static byte[] Header(int width, int height, byte colourType, byte bits = 8, byte interlace = 0)
    {
        var data = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(data, width);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), height);
        (data[8], data[9], data[12]) = (bits, colourType, interlace);
        return Chunk("IHDR", data);
    }

    /// <param name="rows">Each behind its filter's number.</param>
    public static byte[] Pixels(params byte[] rows) => Chunk("IDAT", Pack(rows));

    public static byte[] Pack(byte[] rows)
    {
        using var packed = new MemoryStream();
        using (var deflater = new ZLibStream(packed, CompressionMode.Compress, leaveOpen: true))
            deflater.Write(rows);
        return packed.ToArray();
    }

    public static byte[] End() => Chunk("IEND");

    public static byte[] Chunk(string type, params byte[] data)
    {
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), Crc(chunk.AsSpan(4, data.Length + 4)));
        return chunk;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = ~0u;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320u * (crc & 1));
        }
        return ~crc;
    }
}
