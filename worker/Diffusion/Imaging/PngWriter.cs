using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace LaionGrid.Diffusion.Imaging;

/// <summary>Writes pictures as PNG (ISO/IEC 15948): 8-bit RGB, not interlaced.</summary>
public static class PngWriter
{
    private const int LongestKey = 79;

    /// <summary>What every PNG begins with.</summary>
    internal static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <param name="text">Written in front of the picture: as tEXt when it is Latin-1, as iTXt (UTF-8) otherwise.</param>
    /// <exception cref="ArgumentException">The picture's bytes do not fit its sides, or a key is not 1 to 79 printable ASCII characters.</exception>
    public static byte[] Encode(Picture picture, params ReadOnlySpan<PngText> text)
    {
        if (picture.Width <= 0 || picture.Height <= 0 || picture.Pixels.Length != (long)picture.Width * picture.Height * Picture.Colours)
            throw new ArgumentException($"{picture.Pixels.Length} bytes are no picture of {picture.Width}x{picture.Height}.", nameof(picture));
        var png = new MemoryStream();
        png.Write(Signature);
        WriteChunk(png, "IHDR"u8, Header(picture));
        foreach (var item in text)
            WriteText(png, item);
        WriteChunk(png, "IDAT"u8, Deflate(Filter(picture)));
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static byte[] Header(Picture picture)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), picture.Height);
        (header[8], header[9]) = (8, 2); // bits, colour type RGB
        return header;
    }

    private static void WriteText(MemoryStream png, PngText item)
    {
        if (item.Key.Length is 0 or > LongestKey || item.Key.Any(letter => letter is < ' ' or > '~'))
            throw new ArgumentException($"The text key \"{item.Key}\" is not 1 to {LongestKey} printable ASCII characters.", nameof(item));
        var key = Encoding.ASCII.GetBytes(item.Key);
        var text = item.Text.Replace('\0', ' ');
        if (text.All(letter => letter is '\n' or (>= ' ' and <= '~') or (>= '\u00A0' and <= '\u00FF')))
            WriteChunk(png, "tEXt"u8, [.. key, 0, .. Encoding.Latin1.GetBytes(text)]);
        else
            WriteChunk(png, "iTXt"u8, [.. key, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(text)]); // not compressed, no language, no translation
    }

    /// <summary>Rows behind their filter's number. Paeth's filter suits rendered pictures best, so it is the only one used.</summary>
    private static byte[] Filter(Picture picture)
    {
        var stride = picture.Width * Picture.Colours;
        var rows = new byte[picture.Height * (stride + 1)];
        for (var y = 0; y < picture.Height; y++)
        {
            var row = picture.Pixels.AsSpan(y * stride, stride);
            ReadOnlySpan<byte> above = y == 0 ? new byte[stride] : picture.Pixels.AsSpan((y - 1) * stride, stride);
            var filtered = rows.AsSpan(y * (stride + 1), stride + 1);
            filtered[0] = PngFilter.Paeth;
            for (var x = 0; x < stride; x++)
                filtered[x + 1] = (byte)(row[x] - (x < Picture.Colours ? above[x] : PngFilter.PredictPaeth(row[x - Picture.Colours], above[x], above[x - Picture.Colours])));
        }
        return rows;
    }

    private static byte[] Deflate(byte[] rows)
    {
        using var packed = new MemoryStream();
        using (var deflater = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            deflater.Write(rows);
        return packed.ToArray();
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(type, data));
        png.Write(number);
    }
}
