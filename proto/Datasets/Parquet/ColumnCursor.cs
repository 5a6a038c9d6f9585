using System.Buffers.Binary;
using System.IO.Compression;

namespace LaionGrid.Datasets.Parquet;

/// <summary>Goes through one flat column, or plain list of texts, of one row group, a page in memory at a time. Pages of version 1 and 2, plain or by dictionary; Snappy, gzip or not compressed.</summary>
internal sealed class ColumnCursor
{
    private const int MaxPageBytes = 256 << 20;
    private const int MaxHeaderBytes = 64 * 1024;
    private const int DataPage = 0, DictionaryPage = 2, DataPageV2 = 3;
    private const int Plain = 0, PlainDictionary = 2, RleDictionary = 8;

    private readonly Stream _file;
    private readonly Physical _type;
    private readonly int _codec;
    private readonly bool _isNullable;
    private readonly bool _isList;
    private long _position;
    private int _left;
    private object[]? _dictionary;
    private HybridRuns? _repetitions, _levels, _places;
    private PlainValues? _values;

    /// <param name="file">Seekable; shared with other cursors.</param>
    /// <param name="chunk">ColumnMetaData of parquet.thrift.</param>
    public ColumnCursor(Stream file, Dictionary<int, object> chunk, Physical type, bool isNullable, bool isList)
    {
        (_file, _type, _isNullable, _isList) = (file, type, isNullable, isList);
        _codec = (int)(ThriftReader.Number(chunk, 4) ?? 0);
        var data = ThriftReader.Number(chunk, 9) ?? 0;
        _position = ThriftReader.Number(chunk, 11) is > 0 and var dictionary && dictionary < data ? dictionary : data;
    }

    /// <summary>The next value: bool, long, double, string, string[] of a list, or null.</summary>
    /// <exception cref="InvalidDataException">The page is broken, or of a kind that is not read here.</exception>
    public object? Next() => _isList ? NextList() : NextValue();

    /// <summary>A page of version 1 may end inside a list by the format; ours never do, and one that does is read as two.</summary>
    private string[] NextList()
    {
        var texts = new List<string>();
        do
        {
            if (NextValue() is { } value)
                texts.Add(value as string ?? throw new InvalidDataException("it is a list of something other than texts, which is not read here"));
        }
        while (_left > 0 && _repetitions?.Next() == 1);
        return [.. texts];
    }

    private object? NextValue()
    {
        while (_left == 0)
            ReadPage();
        _left--;
        if (_levels is { } levels && levels.Next() == 0)
            return null;
        if (_places is not { } places)
            return (_values ?? throw new InvalidDataException("a page has no values")).Next();
        var place = places.Next();
        return _dictionary is { } dictionary && place < dictionary.Length ? dictionary[place] : throw new InvalidDataException("a value is said to be in a dictionary that does not have it");
    }

    private void ReadPage()
    {
        var start = Read((int)Math.Min(MaxHeaderBytes, _file.Length - _position));
        var thrift = new ThriftReader(start);
        var header = thrift.Struct();
        _position += thrift.Position;
        var (raw, packed) = (Size(header, 2), Size(header, 3));
        if (packed > _file.Length - _position)
            throw new InvalidDataException("the file ends inside a page");
        var bytes = Read(packed);
        _position += packed;
        switch (ThriftReader.Number(header, 1))
        {
            case DictionaryPage:
                ReadDictionary(Fields(header, 7), Unpack(bytes, raw, _codec));
                break;
            case DataPage:
                ReadData(Fields(header, 5), Unpack(bytes, raw, _codec));
                break;
            case DataPageV2:
                ReadDataV2(Fields(header, 8), bytes, raw);
                break;
        }
    }

    private void ReadDictionary(Dictionary<int, object> header, byte[] bytes)
    {
        var values = new PlainValues(bytes, _type);
        var count = Size(header, 1);
        if (count > bytes.Length && count > 8L * bytes.Length)
            throw new InvalidDataException("a dictionary is larger than its page");
        _dictionary = new object[count];
        for (var i = 0; i < count; i++)
            _dictionary[i] = values.Next();
    }

    private void ReadData(Dictionary<int, object> header, byte[] bytes)
    {
        var rest = bytes.AsMemory();
        _repetitions = _isList ? Levels(ref rest) : null;
        _levels = _isNullable || _isList ? Levels(ref rest) : null;
        Begin(Size(header, 1), Size(header, 2), rest);
        if (_left > 0)
            _repetitions?.Next(); // the page's first value begins a list
    }

    private static HybridRuns Levels(ref Memory<byte> bytes)
    {
        var length = bytes.Length >= sizeof(int) ? BinaryPrimitives.ReadInt32LittleEndian(bytes.Span) : -1;
        if (length < 0 || length > bytes.Length - sizeof(int))
            throw new InvalidDataException("a page is shorter than its levels");
        var levels = new HybridRuns(bytes.Slice(sizeof(int), length), 1);
        bytes = bytes[(sizeof(int) + length)..];
        return levels;
    }

    private void ReadDataV2(Dictionary<int, object> header, byte[] bytes, int raw)
    {
        if (_isList)
            throw new InvalidDataException("a list in a page of version 2 is not read here; write the file with pages of version 1");
        var (definition, repetition) = (Size(header, 5), Size(header, 6));
        if ((long)definition + repetition > Math.Min(bytes.Length, raw))
            throw new InvalidDataException("a page is shorter than its levels");
        _levels = _isNullable ? new HybridRuns(bytes.AsMemory(repetition, definition), 1) : null;
        var isPacked = header.GetValueOrDefault(7) is not false;
        var values = Unpack(bytes.AsMemory(repetition + definition).ToArray(), raw - repetition - definition, isPacked ? _codec : 0);
        Begin(Size(header, 1), Size(header, 4), values);
    }

    private void Begin(int count, int encoding, ReadOnlyMemory<byte> values)
    {
        (_left, _values, _places) = (count, null, null);
        switch (encoding)
        {
            case Plain:
                _values = new PlainValues(values, _type);
                break;
            case PlainDictionary or RleDictionary:
                if (values.Length > 0 && values.Span[0] > 31)
                    throw new InvalidDataException("a dictionary's places are too wide");
                _places = values.Length > 0 ? new HybridRuns(values[1..], values.Span[0]) : new HybridRuns(values, 1);
                break;
            default:
                throw new InvalidDataException($"its values are encoded in a way (number {encoding}) that is not read here; write the file plain or with dictionaries");
        }
    }

    private static byte[] Unpack(byte[] bytes, int raw, int codec)
    {
        switch (codec)
        {
            case 0:
                return bytes;
            case 1:
                return Snappy.Unpack(bytes, raw);
            case 2:
                using (var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress))
                {
                    var result = new byte[raw];
                    return gzip.ReadAtLeast(result, raw, throwOnEndOfStream: false) == raw ? result : throw new InvalidDataException("what was compressed with gzip cannot be unpacked");
                }
            default:
                throw new InvalidDataException($"it is compressed in a way (number {codec}) that is not read here; use Snappy, gzip or none");
        }
    }

    private byte[] Read(int count)
    {
        if (_position < 0 || _position >= _file.Length && count <= 0)
            throw new InvalidDataException("the file ends before its values do");
        var bytes = new byte[count];
        _file.Position = _position;
        _file.ReadExactly(bytes);
        return bytes;
    }

    private static Dictionary<int, object> Fields(Dictionary<int, object> header, int id) =>
        header.GetValueOrDefault(id) as Dictionary<int, object> ?? throw new InvalidDataException("a page does not say what it holds");

    private static int Size(Dictionary<int, object> header, int id) => ThriftReader.Number(header, id) is >= 0 and <= MaxPageBytes and var size
        ? (int)size : throw new InvalidDataException("a page's size is missing or out of all bounds");
}
