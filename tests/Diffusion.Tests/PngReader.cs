using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using LaionGrid.Diffusion.Decoding;

namespace LaionGrid.Diffusion.Tests;

/// <summary>Reads 8-bit RGB PNGs chunk by chunk, checksums included, written apart from the writer it judges.</summary>
internal static class PngReader
{
    public static Picture Decode(byte[] png)
    {
        var chunks = Chunks(png);
        var header = chunks[0].Data;
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        Assert.Equal([8, 2, 0, 0, 0], header[8..]);
        var packed = chunks.Where(chunk => chunk.Type == "IDAT").SelectMany(chunk => chunk.Data).ToArray();
        using var inflater = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        inflater.CopyTo(rows);
        return new(width, height, Unfilter(rows.ToArray(), width * 3, height));
    }

    public static IReadOnlyList<(string Type, byte[] Data)> Chunks(byte[] png)
    {
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            Assert.Equal(Crc(png.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            chunks.Add((Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)]));
            at += length + 12;
        }
        Assert.Equal("IHDR", chunks[0].Item1);
        Assert.Equal("IEND", chunks[^1].Item1);
        return chunks;
    }

    private static byte[] Unfilter(byte[] rows, int stride, int height)
    {
        Assert.Equal(height * (stride + 1), rows.Length);
        var pixels = new byte[stride * height];
        for (var index = 0; index < pixels.Length; index++)
        {
            var (y, x) = (index / stride, index % stride);
            var left = x >= 3 ? pixels[index - 3] : 0;
            var up = y > 0 ? pixels[index - stride] : 0;
            var corner = x >= 3 && y > 0 ? pixels[index - stride - 3] : 0;
            var guess = rows[y * (stride + 1)] switch
            {
                0 => 0,
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                4 => new[] { left, up, corner }.MinBy(neighbour => Math.Abs(left + up - corner - neighbour)),
                var filter => throw new InvalidDataException($"Filter {filter}."),
            };
            pixels[index] = (byte)(rows[(y * (stride + 1)) + 1 + x] + guess);
        }
        return pixels;
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
