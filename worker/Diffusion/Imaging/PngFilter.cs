namespace LaionGrid.Diffusion.Imaging;

/// <summary>PNG's row filters (ISO/IEC 15948, clause 9): each byte is kept as its difference from a guess out of its neighbours.</summary>
internal static class PngFilter
{
    public const byte Paeth = 4;

    /// <param name="rows">Each behind its filter's number.</param>
    /// <param name="stride">Bytes in a row without that number.</param>
    /// <param name="distance">Bytes from a byte to its left neighbour: those of a pixel.</param>
    /// <returns>The rows without filter and number.</returns>
    /// <exception cref="PictureFileException">There is no such filter.</exception>
    public static byte[] Undo(ReadOnlySpan<byte> rows, int stride, int distance)
    {
        var height = rows.Length / (stride + 1);
        var samples = new byte[height * stride];
        ReadOnlySpan<byte> above = new byte[stride];
        for (var y = 0; y < height; y++)
        {
            var row = samples.AsSpan(y * stride, stride);
            var filtered = rows.Slice(y * (stride + 1), stride + 1);
            UndoRow(filtered[0], filtered[1..], above, row, distance);
            above = row;
        }
        return samples;
    }

    /// <summary>The neighbour nearest to left + up - corner; the earlier one of equals.</summary>
    public static byte PredictPaeth(byte left, byte up, byte corner)
    {
        var (toLeft, toUp, toCorner) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - (2 * corner)));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }

    private static void UndoRow(byte filter, ReadOnlySpan<byte> filtered, ReadOnlySpan<byte> above, Span<byte> row, int distance)
    {
        for (var x = 0; x < row.Length; x++)
        {
            var (left, corner) = x < distance ? default : (row[x - distance], above[x - distance]);
            row[x] = (byte)(filtered[x] + filter switch
            {
                0 => 0,
                1 => left,
                2 => above[x],
                3 => (left + above[x]) / 2,
                Paeth => PredictPaeth(left, above[x], corner),
                _ => throw new PictureFileException($"The PNG has a row with the unknown filter {filter}. Save it again."),
            });
        }
    }
}
