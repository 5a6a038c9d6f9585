using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using LaionGrid.Coordinator.Imaging;

namespace LaionGrid.Coordinator.Sources;

/// <summary>
/// Writes pixels as a PNG of 8-bit RGB that holds nothing else: what a person's file tells beside its colours, such as where it was taken, ends
/// here, and workers are sent no byte that somebody else has made up.
/// </summary>
internal static class PlainPng
{
    private const int Colours = 3;
    private const byte FromLeft = 1; // the row filter

    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static byte[] Write(PngPicture picture)
    {
        using var png = new MemoryStream();
        png.Write(Signature);
        WriteChunk(png, "IHDR"u8, Header(picture));
        WriteChunk(png, "IDAT"u8, Pack(picture));
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static byte[] Header(PngPicture picture)
    {
        var header = new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0 }; // 8-bit RGB, not interlaced
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), picture.Height);
        return header;
    }

    private static byte[] Pack(PngPicture picture)
    {
        using var packed = new MemoryStream();
        using (var deflater = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var stride = picture.Width * Colours;
            var line = new byte[1 + stride];
            line[0] = FromLeft;
            for (var y = 0; y < picture.Height; y++)
            {
                var row = picture.Pixels.AsSpan(y * stride, stride);
                for (var x = 0; x < stride; x++)
                    line[1 + x] = (byte)(row[x] - (x < Colours ? 0 : row[x - Colours]));
                deflater.Write(line);
            }
        }
        return packed.ToArray();
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        byte[] typed = [.. type, .. data];
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(typed);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32(typed));
        png.Write(number);
    }
}
