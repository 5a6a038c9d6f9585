using System.Buffers.Binary;
using System.Text;

namespace LaionGrid.Datasets.Parquet;

/// <summary>Reads plain values of a page, one after the other.</summary>
internal sealed class PlainValues(ReadOnlyMemory<byte> bytes, Physical type)
{
    private int _at, _bit;

    /// <summary>A bool, long, double, or string.</summary>
    /// <exception cref="InvalidDataException">There are no more.</exception>
    public object Next() => type switch
    {
        Physical.Boolean => Bit(),
        Physical.Int32 => (long)BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int))),
        Physical.Int64 => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long))),
        Physical.Float => (double)BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float))),
        Physical.Double => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double))),
        Physical.ByteArray => Encoding.UTF8.GetString(Take(BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int))))),
        _ => throw new InvalidDataException("its values are of a type that is not read here"),
    };

    private object Bit()
    {
        if (_bit >> 3 >= bytes.Length)
            throw Short();
        var value = bytes.Span[_bit >> 3] >> (_bit & 7) & 1;
        _bit++;
        return value == 1;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > bytes.Length - _at)
            throw Short();
        _at += count;
        return bytes.Span.Slice(_at - count, count);
    }

    private static InvalidDataException Short() => new("a page ends before its values do");
}
