using System.Buffers.Binary;
using System.IO.Compression;
using LaionGrid.Coordinator.Imaging;

namespace LaionGrid.Coordinator.Sources;

/// <summary>
/// Reads the PNGs that people bring: 8 bits a channel, grey or colours, not interlaced. Transparency is dropped, so that what lies under it shows.
/// Sides are checked before anything is inflated and the inflated data must fit exactly, so hostile bytes cost no more than honest ones.
/// </summary>
internal static class SourcePng
{
    public const int MaxSide = 4096;
    public const int MaxPixels = 4 * 1024 * 1024;

    private const int Colours = 3;
    private const int HeaderBytes = 13;
    private const byte Paeth = 4; // the last of the row filters

    /// <exception cref="NotAPngException">It is no such PNG; the message says why.</exception>
    public static PngPicture Read(ReadOnlyMemory<byte> png)
    {
        var (header, image) = PngChunks.Read(png);
        var (width, height, channels) = ReadHeader(header.Span);
        var pixels = new byte[width * height * Colours];
        var (line, above) = (new byte[1 + (width * channels)], new byte[1 + (width * channels)]); // above the first all are 0
        try
        {
            using var inflater = new ZLibStream(image, CompressionMode.Decompress);
            for (var y = 0; y < height; y++)
            {
                if (inflater.ReadAtLeast(line, line.Length, throwOnEndOfStream: false) != line.Length)
                    throw new NotAPngException("its image data does not fill the picture exactly");
                Unfilter(line[0], line.AsSpan(1), above.AsSpan(1), channels);
                CopyColours(line.AsSpan(1), channels, pixels.AsSpan(y * width * Colours, width * Colours));
                (line, above) = (above, line);
            }
            if (inflater.ReadByte() != -1)
                throw new NotAPngException("its image data does not fill the picture exactly");
        }
        catch (Exception error) when (error is InvalidDataException or IOException) // the latter when the data want a preset dictionary
        {
            throw new NotAPngException("its image data cannot be inflated");
        }
        return new(width, height, pixels);
    }

    private static (int Width, int Height, int Channels) ReadHeader(ReadOnlySpan<byte> header)
    {
        if (header.Length != HeaderBytes)
            throw new NotAPngException("its header has the wrong length");
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(header), BinaryPrimitives.ReadUInt32BigEndian(header[4..]));
        if (width is 0 or > MaxSide || height is 0 or > MaxSide || width * height > MaxPixels)
            throw new NotAPngException($"it is {width}x{height}; sides of 1 to {MaxSide} and {MaxPixels} pixels at most are taken");
        if (header[8] != 8 || !header[10..].SequenceEqual((ReadOnlySpan<byte>)[0, 0, 0]))
            throw new NotAPngException("it has not 8 bits a channel, or is interlaced");
        return ((int)width, (int)height, ChannelsOf(header[9]));
    }

    private static int ChannelsOf(byte colourType) => colourType switch
    {
        0 => 1,
        2 => Colours,
        4 => 2,
        6 => 4,
        _ => throw new NotAPngException("it has a palette, or colours of an unknown kind"),
    };

    /// <summary>Undoes one of the five row filters (PNG specification, section 9).</summary>
    private static void Unfilter(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int channels)
    {
        if (filter > Paeth)
            throw new NotAPngException("a row has an unknown filter");
        for (var x = 0; filter > 0 && x < row.Length; x++)
        {
            var (left, up, corner) = x < channels ? (0, above[x], 0) : (row[x - channels], above[x], above[x - channels]);
            row[x] += (byte)(filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, _ => Nearest(left, up, corner) });
        }
    }

    /// <summary>Paeth's predictor: of left, above and the corner between them the nearest to left + above - corner.</summary>
    private static int Nearest(int left, int up, int corner)
    {
        var (toLeft, toUp, toCorner) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - corner - corner));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }

    private static void CopyColours(ReadOnlySpan<byte> samples, int channels, Span<byte> pixels)
    {
        for (var index = 0; index < pixels.Length; index++)
            pixels[index] = samples[(index / Colours * channels) + (channels < Colours ? 0 : index % Colours)];
    }
}
