using System.Buffers;
using System.Text;

namespace LaionGrid.Datasets.Parquet;

/// <summary>
/// Writes Thrift's compact protocol, as much of it as a Parquet file needs. Fields are written in the order of their ids. Numbers are zigzag varints; a field's header is how much its id
/// is above the last one's, and its type. Format: thrift-compact-protocol.md of Apache Thrift.
/// </summary>
internal sealed class ThriftWriter
{
    private const byte True = 1, False = 2, I32 = 5, I64 = 6, Binary = 8, List = 9, Struct = 12;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Stack<int> _outer = new();
    private int _last;

    /// <summary>The outermost struct, ended.</summary>
    public byte[] End()
    {
        _bytes.Write([(byte)0]);
        return _bytes.WrittenSpan.ToArray();
    }

    public void Bool(int id, bool value) => Field(id, value ? True : False);

    public void Int32(int id, int value)
    {
        Field(id, I32);
        Zigzag(value);
    }

    public void Int64(int id, long value)
    {
        Field(id, I64);
        Zigzag(value);
    }

    public void Text(int id, string value)
    {
        Field(id, Binary);
        Text(value);
    }

    public void Object(int id, Action content)
    {
        Field(id, Struct);
        Object(content);
    }

    public void Objects<T>(int id, IReadOnlyCollection<T> items, Action<T> content)
    {
        ListOf(id, items.Count, Struct);
        foreach (var item in items)
            Object(() => content(item));
    }

    public void Numbers(int id, IReadOnlyCollection<int> items)
    {
        ListOf(id, items.Count, I32);
        foreach (var item in items)
            Zigzag(item);
    }

    public void Texts(int id, IReadOnlyCollection<string> items)
    {
        ListOf(id, items.Count, Binary);
        foreach (var item in items)
            Text(item);
    }

    private void Object(Action content)
    {
        _outer.Push(_last);
        _last = 0;
        content();
        _bytes.Write([(byte)0]);
        _last = _outer.Pop();
    }

    private void ListOf(int id, int count, byte type)
    {
        const int MostInHeader = 14;
        Field(id, List);
        if (count <= MostInHeader)
        {
            _bytes.Write([(byte)(count << 4 | type)]);
            return;
        }
        _bytes.Write([(byte)(0xF0 | type)]);
        Varint((ulong)count);
    }

    private void Field(int id, byte type)
    {
        _bytes.Write([(byte)((id - _last) << 4 | type)]); // our ids are never 15 apart
        _last = id;
    }

    private void Text(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Varint((ulong)bytes.Length);
        _bytes.Write(bytes);
    }

    private void Zigzag(long value) => Varint((ulong)(value << 1 ^ value >> 63));

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.Write([(byte)(value | 0x80)]);
        _bytes.Write([(byte)value]);
    }
}
