namespace LaionGrid.Datasets.Parquet;

/// <summary>Unpacks Snappy's block format: the length, then literals and copies of what came before. Format: format_description.txt of Snappy.</summary>
internal static class Snappy
{
    /// <exception cref="InvalidDataException">It is not that, or not of that length.</exception>
    public static byte[] Unpack(ReadOnlySpan<byte> packed, int length)
    {
        var at = 0;
        if (Varint(packed, ref at) != length)
            throw Broken();
        var (result, made) = (new byte[length], 0);
        while (at < packed.Length)
        {
            var tag = packed[at++];
            var isLiteral = (tag & 3) == 0;
            var count = isLiteral ? LiteralLength(packed, tag, ref at) : (tag & 3) == 1 ? 4 + (tag >> 2 & 7) : 1 + (tag >> 2);
            if (count > length - made)
                throw Broken();
            if (isLiteral)
            {
                if (count > packed.Length - at)
                    throw Broken();
                packed.Slice(at, count).CopyTo(result.AsSpan(made));
                at += count;
            }
            else
            {
                Copy(result, made, count, Offset(packed, tag, ref at));
            }
            made += count;
        }
        return made == length ? result : throw Broken();
    }

    private static void Copy(byte[] result, int to, int count, int offset)
    {
        if (offset == 0 || offset > to)
            throw Broken();
        for (var i = 0; i < count; i++) // byte by byte: a copy may reach into itself
            result[to + i] = result[to + i - offset];
    }

    private static int LiteralLength(ReadOnlySpan<byte> packed, byte tag, ref int at)
    {
        var length = tag >> 2;
        return length < 60 ? length + 1 : Number(packed, length - 59, ref at) + 1;
    }

    private static int Offset(ReadOnlySpan<byte> packed, byte tag, ref int at) => (tag & 3) switch
    {
        1 => (tag >> 5 << 8) | Number(packed, 1, ref at),
        2 => Number(packed, 2, ref at),
        _ => Number(packed, 4, ref at),
    };

    private static int Number(ReadOnlySpan<byte> packed, int bytes, ref int at)
    {
        if (bytes > packed.Length - at)
            throw Broken();
        var number = 0L;
        for (var i = 0; i < bytes; i++)
            number |= (long)packed[at++] << (8 * i);
        return number < int.MaxValue ? (int)number : throw Broken();
    }

    private static long Varint(ReadOnlySpan<byte> packed, ref int at)
    {
        var value = 0L;
        for (var shift = 0; shift < 35 && at < packed.Length; shift += 7)
        {
            value |= (long)(packed[at] & 0x7F) << shift;
            if (packed[at++] < 0x80)
                return value;
        }
        throw Broken();
    }

    private static InvalidDataException Broken() => new("what was compressed with Snappy cannot be unpacked");
}
