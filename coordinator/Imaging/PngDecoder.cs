using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.Intrinsics;

namespace LaionGrid.Coordinator.Imaging;

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
        var pixels = new byte[height * width * Channels];
        Read(png, width, height, (y, row) => row.CopyTo(pixels.AsSpan(y * row.Length)));
        return new(width, height, pixels);
    }

    /// <summary>As <see cref="Decode"/>, for whoever needs no more than one row at a time. Rows seen before a failure are worth nothing.</summary>
    /// <param name="take">Given each row's number and its pixels, from the top.</param>
    /// <exception cref="NotAPngException">It is no such PNG; the message says why.</exception>
    public static void Read(ReadOnlyMemory<byte> png, int width, int height, Action<int, ReadOnlySpan<byte>> take)
    {
        var (header, image) = PngChunks.Read(png);
        CheckHeader(header.Span, width, height);
        var (row, above) = (new byte[width * Channels], new byte[width * Channels]); // above the first all are 0
        Inflate(image, height, 1 + row.Length, (y, line) =>
        {
            Unfilter(line[0], line[1..], above, row);
            take(y, row);
            (row, above) = (above, row);
        });
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
                for (var line = 0; line < block.Length; line += stride)
                    take(row + (line / stride), block.Slice(line, stride));
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

    /// <summary>Undoes one of the five row filters (PNG specification, section 9). A loop for each: every picture passes here, byte by byte.</summary>
    private static void Unfilter(byte filter, ReadOnlySpan<byte> raw, ReadOnlySpan<byte> above, Span<byte> row)
    {
        raw.CopyTo(row);
        switch (filter)
        {
            case 1:
                AddLeft(row);
                break;
            case 2:
                AddAbove(above, row);
                break;
            case 3:
                AddMean(above, row);
                break;
            case Paeth:
                AddPredicted(above, row);
                break;
        }
    }

    private static void AddLeft(Span<byte> row)
    {
        for (var x = Channels; x < row.Length; x++)
            row[x] += row[x - Channels];
    }

    private static void AddAbove(ReadOnlySpan<byte> above, Span<byte> row)
    {
        for (var x = 0; x < row.Length; x++)
            row[x] += above[x];
    }

    private static void AddMean(ReadOnlySpan<byte> above, Span<byte> row)
    {
        for (var x = 0; x < row.Length; x++)
            row[x] += (byte)(((x < Channels ? 0 : row[x - Channels]) + above[x]) / 2);
    }

    /// <summary>Paeth's predictor: of left, above and the corner between them the nearest to left + above - corner. A pixel's colours side by side, or a processor guesses at each branch in vain.</summary>
    private static void AddPredicted(ReadOnlySpan<byte> above, Span<byte> row)
    {
        var (left, corner) = (Vector128<short>.Zero, Vector128<short>.Zero);
        for (var x = 0; x < row.Length; x += Channels)
        {
            var up = Pixel(above[x..]);
            var (toLeft, toUp, toCorner) = (Vector128.Abs(up - corner), Vector128.Abs(left - corner), Vector128.Abs(left + up - corner - corner));
            var predicted = Vector128.ConditionalSelect(Vector128.LessThanOrEqual(toLeft, Vector128.Min(toUp, toCorner)), left, Vector128.ConditionalSelect(Vector128.LessThanOrEqual(toUp, toCorner), up, corner));
            (left, corner) = ((Pixel(row[x..]) + predicted) & Vector128.Create((short)byte.MaxValue), up);
            (row[x], row[x + 1], row[x + 2]) = ((byte)left[0], (byte)left[1], (byte)left[2]);
        }
    }

    private static Vector128<short> Pixel(ReadOnlySpan<byte> at) => Vector128.Create(at[0], at[1], at[2], 0, 0, 0, 0, 0);
}
