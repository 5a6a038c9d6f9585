using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace LaionGrid.TestKit;

/// <summary>Small PNGs for tests, whole or spoilt.</summary>
public static class PaintedPng
{
    /// <summary>A picture of one colour with a ramp, so that different shades are different pictures.</summary>
    public static byte[] Of(int width, int height, byte shade)
    {
        var rows = new byte[height * (1 + (width * 3))];
        for (var index = 0; index < rows.Length; index++)
            rows[index] = index % (1 + (width * 3)) == 0 ? (byte)0 : (byte)(shade + (index % 5));
        return Join(Header(width, height), ("IDAT", Deflate(rows)));
    }

    /// <summary>Signature, header, these chunks, end.</summary>
    public static byte[] Join(byte[] header, params (string Type, byte[] Data)[] chunks)
    {
        using var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        foreach (var (type, data) in chunks.Prepend(("IHDR", header)).Append(("IEND", [])))
            png.Write(Chunk(type, data));
        return png.ToArray();
    }

    public static byte[] Header(int width, int height, byte depth = 8, byte colour = 2, byte interlace = 0)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (depth, colour, interlace);
        return header;
    }

    public static byte[] Deflate(byte[] rows)
    {
        using var packed = new MemoryStream();
        using (var deflater = new ZLibStream(packed, CompressionLevel.Fastest))
            deflater.Write(rows);
        return packed.ToArray();
    }

    public static byte[] Chunk(string type, byte[] data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type).CopyTo(chunk, 4);
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), ~Crc(uint.MaxValue, chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    /// <summary>A PNG's CRC continued over these bytes: it begins with all ones, and its complement is what the file has.</summary>
    public static uint Crc(uint value, ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
        {
            value ^= one;
            for (var bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
        }
        return value;
    }
}
