using System.Text;

namespace LaionGrid.Datasets.Parquet;

/// <summary>
/// Reads a struct of Thrift's compact protocol as a tree: a field by its id, numbers as long, texts as bytes, lists as lists. What a file claims is bounded by the bytes that are there.
/// Format: thrift-compact-protocol.md of Apache Thrift.
/// </summary>
internal sealed class ThriftReader(byte[] bytes, int at = 0)
{
    private const int Deepest = 32;

    private int _depth;

    /// <summary>Where what was read ends.</summary>
    public int Position { get; private set; } = at;

    /// <exception cref="InvalidDataException">It ends in the middle, or is none.</exception>
    public Dictionary<int, object> Struct()
    {
        if (++_depth > Deepest)
            throw Broken();
        var fields = new Dictionary<int, object>();
        for (var (id, header) = (0, Byte()); header != 0; header = Byte())
        {
            id = header >> 4 == 0 ? (int)Zigzag() : id + (header >> 4);
            fields[id] = Value(header & 0xF);
        }
        _depth--;
        return fields;
    }

    private object Value(int type) => type switch
    {
        1 => true,
        2 => false,
        3 => (long)(sbyte)Byte(),
        4 or 5 or 6 => Zigzag(),
        7 => BitConverter.ToDouble(Take(sizeof(double))),
        8 => Take(Length()).ToArray(),
        9 or 10 => List(),
        12 => Struct(),
        _ => throw Broken(),
    };

    private List<object> List()
    {
        if (++_depth > Deepest)
            throw Broken();
        var header = Byte();
        var count = header >> 4 == 0xF ? Length() : header >> 4;
        if (count > bytes.Length - Position)
            throw Broken();
        var items = new List<object>(count);
        for (var i = 0; i < count; i++)
            items.Add((header & 0xF) is 1 or 2 ? Byte() == 1 : Value(header & 0xF));
        _depth--;
        return items;
    }

    private int Length() => Varint() is <= int.MaxValue and var length ? (int)length : throw Broken();

    private long Zigzag()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
        throw Broken();
    }

    private int Byte() => Position < bytes.Length ? bytes[Position++] : throw Broken();

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > bytes.Length - Position)
            throw Broken();
        Position += count;
        return bytes.AsSpan(Position - count, count);
    }

    private static InvalidDataException Broken() => new("what says how it is laid out cannot be read");

    /// <summary>A text of a field; null where it is not there.</summary>
    public static string? Text(Dictionary<int, object> fields, int id) => fields.GetValueOrDefault(id) is byte[] text ? Encoding.UTF8.GetString(text) : null;

    /// <summary>A number of a field; null where it is not there.</summary>
    public static long? Number(Dictionary<int, object> fields, int id) => fields.GetValueOrDefault(id) is long number ? number : null;

    /// <summary>The structs of a list; none where it is not there.</summary>
    public static IEnumerable<Dictionary<int, object>> Structs(Dictionary<int, object> fields, int id) => fields.GetValueOrDefault(id) is List<object> items ? items.OfType<Dictionary<int, object>>() : [];
}
