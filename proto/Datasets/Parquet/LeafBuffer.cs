using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace LaionGrid.Datasets.Parquet;

/// <summary>The part of one column in the row group that is being written: one open page, and the closed ones compressed.</summary>
internal sealed class LeafBuffer(Leaf leaf)
{
    private const int PageBytes = 128 << 10; // of each column of each table that is being written one lies open, and a release has some two hundred
    private const int PageValues = 50_000; // where values are small or null, levels alone must not make a page without end

    private readonly ArrayBufferWriter<byte> _values = new();
    private readonly LevelRuns _repetition = new(), _definition = new();
    private readonly List<byte[]> _pages = [];
    private int _pageValues, _openBits;
    private byte _openByte; // booleans are bits, the first one lowest
    private long _count, _nulls, _rawBytes;

    public Leaf Leaf { get; } = leaf;

    public long CompressedBytes { get; private set; }

    public void AppendNull()
    {
        _nulls++;
        Define(0);
    }

    public void AppendBool(bool value)
    {
        _openByte |= (byte)((value ? 1 : 0) << _openBits);
        if (++_openBits == 8)
            PutOpenByte();
        Define(1);
    }

    public void AppendInt32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_values.GetSpan(sizeof(int)), value);
        Keep(sizeof(int));
    }

    public void AppendInt64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_values.GetSpan(sizeof(long)), value);
        Keep(sizeof(long));
    }

    public void AppendFloat(float value) => AppendInt32(BitConverter.SingleToInt32Bits(value));

    public void AppendDouble(double value) => AppendInt64(BitConverter.DoubleToInt64Bits(value));

    public void AppendText(string value) => Keep(PutText(value));

    /// <summary>One row of a list column. All of it stays in one page, as the format wants.</summary>
    public void AppendTexts(IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            Place(0, 0);
        for (var i = 0; i < values.Count; i++)
        {
            _values.Advance(PutText(values[i]));
            Place(i == 0 ? 0 : 1, 1);
        }
        EndFullPage();
    }

    /// <summary>Closes the last page.</summary>
    /// <returns>All pages, from their start; good until <see cref="Clear"/>.</returns>
    public (IReadOnlyList<byte[]> Pages, long Values, long RawBytes, long Nulls) End()
    {
        EndPage();
        return (_pages, _count, _rawBytes, _nulls);
    }

    public void Clear()
    {
        _pages.Clear();
        (CompressedBytes, _count, _nulls, _rawBytes) = (0, 0, 0, 0);
    }

    private int PutText(string value)
    {
        var span = _values.GetSpan(sizeof(int) + Encoding.UTF8.GetMaxByteCount(value.Length));
        var length = Encoding.UTF8.GetBytes(value, span[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(span, length);
        return sizeof(int) + length;
    }

    private void Keep(int bytes)
    {
        _values.Advance(bytes);
        Define(1);
    }

    private void Define(int level)
    {
        Place(0, level);
        EndFullPage();
    }

    private void Place(int repetition, int definition)
    {
        if (Leaf.IsList)
            _repetition.Add(repetition);
        if (Leaf.MaxDefinition > 0)
            _definition.Add(definition);
        _pageValues++;
        _count++;
    }

    private void PutOpenByte()
    {
        _values.GetSpan(1)[0] = _openByte;
        _values.Advance(1);
        (_openByte, _openBits) = (0, 0);
    }

    private void EndFullPage()
    {
        if (_values.WrittenCount >= PageBytes || _pageValues >= PageValues)
            EndPage();
    }

    private void EndPage()
    {
        if (_pageValues == 0)
            return;
        if (_openBits > 0)
            PutOpenByte();
        var (repetition, definition) = (Leaf.IsList ? _repetition.End() : [], Leaf.MaxDefinition > 0 ? _definition.End() : []);
        var raw = repetition.Length + definition.Length + _values.WrittenCount;
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(repetition);
            gzip.Write(definition);
            gzip.Write(_values.WrittenSpan);
        }
        var header = PageHeader.OfData(_pageValues, raw, (int)packed.Length);
        _pages.Add(header);
        _pages.Add(packed.ToArray());
        CompressedBytes += header.Length + packed.Length;
        _rawBytes += header.Length + raw;
        _values.ResetWrittenCount();
        _pageValues = 0;
    }
}
