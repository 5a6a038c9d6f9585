using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace LaionGrid.Coordinator.Results;

/// <summary>
/// A strict decoder for the one kind of PNG that workers send: 8-bit RGB, not interlaced, of the size the job asked for. The
/// size is checked before anything is inflated and the inflated data must fit exactly, so hostile bytes cost no more than honest ones.
/// </summary>
internal static class PngDecoder
{
    private const int Channels = 3;
    private const int HeaderBytes = 13;
    private const int BlockBytes = 64 * 1024;
    private const byte Paeth = 4; // the last of the row filters

    /// <exception cref="NotAPngException">It is no such PNG; the message says why.</exception>
    public static PngPicture Decode(ReadOnlyMemory<byte> png, int width, int height)
    {
        var (header, image) = PngChunks.Read(png);
        CheckHeader(header.Span, width, height);
        var stride = 1 + (width * Channels);
        var rows = new byte[height * stride];
        Inflate(image, height, stride, (row, bytes) => bytes.CopyTo(rows.AsSpan(row * stride)));
        return new(width, height, Unfilter(rows, width * Channels, height));
    }

    /// <summary>Whether <see cref="Decode"/> would succeed, for a part of its cost: every row is inflated and none is kept.</summary>
    /// <exception cref="NotAPngException">It would not; the message says why.</exception>
    public static void Check(ReadOnlyMemory<byte> png, int width, int height)
    {
        var (header, image) = PngChunks.Read(png);
        CheckHeader(header.Span, width, height);
        Inflate(image, height, 1 + (width * Channels), (_, _) => { });
    }

    private static void CheckHeader(ReadOnlySpan<byte> header, int width, int height)
    {
        if (header.Length != HeaderBytes)
            throw new NotAPngException("its header has the wrong length");
        var (w, h) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header[4..]));
        if (w != width || h != height)
            throw new WrongSizeException($"it is {w}x{h}, the job asks for {width}x{height}");
        if (!header[8..].SequenceEqual((ReadOnlySpan<byte>)[8, 2, 0, 0, 0]))
            throw new NotAPngException("it is not 8-bit RGB without interlacing");
    }

    /// <summary>Many rows at a time: the inflater is several times slower when it may write only a few hundred bytes.</summary>
    private static void Inflate(Stream image, int height, int stride, Action<int, ReadOnlySpan<byte>> take)
    {
        var most = Math.Clamp(BlockBytes / stride, 1, height);
        var rented = ArrayPool<byte>.Shared.Rent(most * stride);
        try
        {
            using var inflater = new ZLibStream(image, CompressionMode.Decompress);
            for (var row = 0; row < height; row += most)
            {
                var block = rented.AsSpan(0, Math.Min(most, height - row) * stride);
                if (inflater.ReadAtLeast(block, block.Length, throwOnEndOfStream: false) != block.Length)
                    throw new NotAPngException("its image data does not fill the picture exactly");
                CheckFilters(block, stride);
                take(row, block);
            }
            if (inflater.ReadByte() != -1)
                throw new NotAPngException("its image data does not fill the picture exactly");
        }
        catch (Exception error) when (error is InvalidDataException or IOException) // the latter when the data want a preset dictionary
        {
            throw new NotAPngException("its image data cannot be inflated");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static void CheckFilters(ReadOnlySpan<byte> rows, int stride)
    {
        for (var start = 0; start < rows.Length; start += stride)
        {
            if (rows[start] > Paeth)
                throw new NotAPngException("a row has an unknown filter");
        }
    }

    /// <summary>Undoes the five row filters (PNG specification, section 9).</summary>
    private static byte[] Unfilter(byte[] rows, int stride, int height)
    {
        var pixels = new byte[stride * height];
        for (var y = 0; y < height; y++)
        {
            var filter = rows[y * (stride + 1)];
            var raw = rows.AsSpan((y * (stride + 1)) + 1, stride);
            var above = y == 0 ? [] : pixels.AsSpan((y - 1) * stride, stride);
            UnfilterRow(filter, raw, above, pixels.AsSpan(y * stride, stride));
        }
        return pixels;
    }

    private static void UnfilterRow(byte filter, ReadOnlySpan<byte> raw, ReadOnlySpan<byte> above, Span<byte> row)
    {
        for (var x = 0; x < row.Length; x++)
        {
            var left = x >= Channels ? row[x - Channels] : 0;
            var up = above.IsEmpty ? 0 : above[x];
            var corner = x >= Channels && !above.IsEmpty ? above[x - Channels] : 0;
            row[x] = (byte)(raw[x] + filter switch
            {
                0 => 0,
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                _ => Predict(left, up, corner),
            });
        }
    }

    /// <summary>Paeth's predictor.</summary>
    private static int Predict(int left, int up, int corner)
    {
        var estimate = left + up - corner;
        var (toLeft, toUp, toCorner) = (Math.Abs(estimate - left), Math.Abs(estimate - up), Math.Abs(estimate - corner));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}
