using System.IO.Compression;

namespace LaionGrid.Diffusion.Imaging;

/// <summary>
/// Reads PNGs (ISO/IEC 15948) of 8 bits a channel that are not interlaced: grey, colours or palette. Transparency is dropped, so
/// that what lies under it shows. Strict: sides are checked before anything is unpacked, checksums and lengths must be right.
/// </summary>
public static class PngReader
{
    /// <summary>Pixels along a side, at most.</summary>
    public const int LargestSide = 4096;

    /// <exception cref="PictureFileException">It is no such PNG, or is damaged.</exception>
    public static Picture Decode(ReadOnlyMemory<byte> png)
    {
        var chunks = PngChunk.ReadAll(png);
        var header = PngHeader.Read(chunks[0]);
        if (chunks.FirstOrDefault(chunk => char.IsAsciiLetterUpper(chunk.Type[0]) && chunk.Type is not ("IHDR" or "PLTE" or "IDAT" or "IEND")) is { Type: { } unknown })
            throw new PictureFileException($"The PNG has the chunk {unknown}, which cannot be read here. Save it without extensions.");
        var stride = header.Width * header.Channels;
        var rows = Inflate(chunks, header.Height * (1 + stride));
        var samples = PngFilter.Undo(rows, stride, header.Channels);
        return new(header.Width, header.Height, header.HasPalette ? LookUp(samples, chunks) : ToColours(samples, header.Channels));
    }

    private static byte[] Inflate(IReadOnlyList<PngChunk> chunks, int expected)
    {
        byte[] packed = [.. chunks.Where(chunk => chunk.Type == "IDAT").SelectMany(chunk => chunk.Data.ToArray())];
        var rows = new byte[expected];
        try
        {
            using var inflater = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
            if (inflater.ReadAtLeast(rows, expected, throwOnEndOfStream: false) == expected && inflater.ReadByte() < 0)
                return rows;
        }
        catch (Exception error) when (error is InvalidDataException or IOException) // the latter when the data ask for a dictionary
        {
            throw new PictureFileException("The PNG's pixels cannot be unpacked: the file is damaged. Copy or save it again.", error);
        }
        throw new PictureFileException("The PNG's pixels are not as many as its sides say. Save it again.");
    }

    private static byte[] LookUp(byte[] samples, IReadOnlyList<PngChunk> chunks)
    {
        var palette = chunks.FirstOrDefault(chunk => chunk.Type == "PLTE").Data.Span;
        var pixels = new byte[samples.Length * Picture.Colours];
        for (var pixel = 0; pixel < samples.Length; pixel++)
        {
            if ((samples[pixel] + 1) * Picture.Colours > palette.Length)
                throw new PictureFileException($"The PNG has a pixel of colour {samples[pixel]}, which its palette lacks. Save it again.");
            palette.Slice(samples[pixel] * Picture.Colours, Picture.Colours).CopyTo(pixels.AsSpan(pixel * Picture.Colours));
        }
        return pixels;
    }

    private static byte[] ToColours(byte[] samples, int channels)
    {
        if (channels == Picture.Colours)
            return samples;
        var isGrey = channels < Picture.Colours;
        var pixels = new byte[samples.Length / channels * Picture.Colours];
        for (var index = 0; index < pixels.Length; index++)
            pixels[index] = samples[(index / Picture.Colours * channels) + (isGrey ? 0 : index % Picture.Colours)];
        return pixels;
    }
}
