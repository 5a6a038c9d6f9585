namespace LaionGrid.Datasets.Parquet;

/// <summary>
/// Writes one Parquet file of flat rows to a stream, which need not seek. Values are plain, pages are v1 and compressed with gzip; what lies in memory is one row group,
/// compressed. The same rows and columns give the same bytes: nothing of the machine or the clock is written. Not thread-safe.
/// Format: the Apache Parquet specification, parquet.thrift.
/// </summary>
/// <remarks>A file is whole only after <see cref="Finish"/>: one that was disposed without it has no footer, and no reader opens it.</remarks>
public sealed class ParquetWriter<TRow>
{
    /// <summary>Rows of a group at most.</summary>
    public const int DefaultRowsPerGroup = 100_000;

    private const long MaxGroupBytes = 64 << 20;
    
    private readonly Stream _to;
    private readonly IReadOnlyList<ParquetColumn<TRow>> _columns;
    private readonly LeafBuffer[] _buffers;
    private readonly int _rowsPerGroup;
    private readonly List<GroupRecord> _groups = [];
    private long _position;
    private int _rows;
    private bool _isFinished;

    /// <param name="to">Where the file goes; left open.</param>
    /// <param name="columns">At least one.</param>
    /// <param name="rowsPerGroup">Above 0. A group ends earlier when it holds 64 MiB compressed.</param>
    public ParquetWriter(Stream to, ParquetColumns<TRow> columns, int rowsPerGroup = DefaultRowsPerGroup)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowsPerGroup, 1);
        ArgumentOutOfRangeException.ThrowIfZero(columns.All.Count, nameof(columns));
        (_to, _columns, _rowsPerGroup) = (to, columns.All, rowsPerGroup);
        _buffers = [.. columns.All.Select(column => new LeafBuffer(Leaf.Of(column.Name, column.Type, column.IsNullable)))];
        Put(Footer.Magic);
    }

    /// <summary>Rows that were written so far.</summary>
    public long Count { get; private set; }

    /// <exception cref="InvalidDataException">A column that may not be null is; the message names it. The file is then of no use.</exception>
    public void Write(TRow row)
    {
        for (var i = 0; i < _buffers.Length; i++)
            _columns[i].Append(row, _buffers[i]);
        Count++;
        if (++_rows == _rowsPerGroup || _buffers.Sum(buffer => buffer.CompressedBytes) >= MaxGroupBytes)
            EndGroup();
    }

    /// <summary>Writes what is left and the footer. A file of no rows is a whole file, too.</summary>
    public void Finish()
    {
        if (_isFinished)
            return;
        _isFinished = true;
        EndGroup();
        var footer = Footer.Of([.. _buffers.Select(buffer => buffer.Leaf)], _groups, Count);
        Put(footer);
        Put(BitConverter.GetBytes(footer.Length));
        Put(Footer.Magic);
        _to.Flush();
    }

    private void EndGroup()
    {
        if (_rows == 0)
            return;
        var chunks = new List<ChunkRecord>(_buffers.Length);
        foreach (var buffer in _buffers)
        {
            var start = _position;
            var chunk = buffer.End();
            foreach (var page in chunk.Pages)
                Put(page);
            chunks.Add(new(start, chunk.Values, chunk.RawBytes, buffer.CompressedBytes, chunk.Nulls));
            buffer.Clear();
        }
        _groups.Add(new(_rows, chunks));
        _rows = 0;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        _to.Write(bytes);
        _position += bytes.Length;
    }
}
