using System.Buffers.Binary;

namespace LaionGrid.Datasets.Parquet;

/// <summary>Reads flat columns of a Parquet file that another program wrote, and lists as we write them, row by row. Of each column one page is in memory. Everything that the file says is taken for hostile. Not thread-safe.</summary>
public sealed class ParquetReader
{
    private const int MaxFooterBytes = 256 << 20;
    private const int TailBytes = 8;

    private readonly Stream _file;
    private readonly List<(string Name, Physical Type, bool IsNullable, bool IsList, int Leaf)> _columns = [];
    private readonly Dictionary<int, object> _footer;

    /// <param name="file">Seekable; left open.</param>
    /// <exception cref="InvalidDataException">It is no Parquet file, or its tail is missing; the message says which.</exception>
    public ParquetReader(Stream file)
    {
        _file = file;
        _footer = new ThriftReader(Tail()).Struct();
        ReadSchema([.. ThriftReader.Structs(_footer, 2)]);
    }

    /// <summary>The flat columns; what is nested is passed over, though plain lists of texts can be read.</summary>
    public IReadOnlyList<string> Columns => [.. _columns.Where(column => !column.IsList).Select(column => column.Name)];

    /// <summary>As the file says.</summary>
    public long Rows => ThriftReader.Number(_footer, 3) ?? 0;

    /// <summary>The rows, with a value for each of the columns asked for: bool, long, double, string, string[] (of a list of texts) or null. The array is used again for the next row.</summary>
    /// <exception cref="InvalidDataException">Something is broken; the message names the row, from 1, and the column.</exception>
    public IEnumerable<object?[]> Read(IReadOnlyList<string> columns)
    {
        var wanted = columns.Select(name => _columns.Exists(column => column.Name == name) ? _columns.Find(column => column.Name == name) : throw new InvalidDataException($"It has no column {name}.")).ToList();
        var (row, number) = (new object?[columns.Count], 0L);
        foreach (var group in ThriftReader.Structs(_footer, 4))
        {
            var chunks = ThriftReader.Structs(group, 1).ToList();
            var cursors = wanted.Select(column => new ColumnCursor(_file, Chunk(chunks, column.Leaf), column.Type, column.IsNullable, column.IsList)).ToList();
            var count = ThriftReader.Number(group, 3) ?? 0;
            for (var i = 0L; i < count; i++)
            {
                number++;
                for (var at = 0; at < row.Length; at++)
                    row[at] = Value(cursors[at], number, columns[at]);
                yield return row;
            }
        }
    }

    private static object? Value(ColumnCursor cursor, long row, string column)
    {
        try
        {
            return cursor.Next();
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"Row {row}, column {column}: {error.Message}.", error);
        }
    }

    private static Dictionary<int, object> Chunk(List<Dictionary<int, object>> chunks, int leaf) =>
        leaf < chunks.Count && chunks[leaf].GetValueOrDefault(3) is Dictionary<int, object> chunk ? chunk : throw new InvalidDataException("The file's end does not say where its columns lie. Write it again.");

    private byte[] Tail()
    {
        Span<byte> tail = stackalloc byte[TailBytes];
        if (_file.Length < TailBytes + 4)
            throw new InvalidDataException("This is no Parquet file: it is too short.");
        _file.Position = 0;
        _file.ReadExactly(tail[..4]);
        if (!tail[..4].SequenceEqual(Footer.Magic))
            throw new InvalidDataException("This is no Parquet file: it does not begin as one.");
        _file.Position = _file.Length - TailBytes;
        _file.ReadExactly(tail);
        var length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (!tail[4..].SequenceEqual(Footer.Magic) || length <= 0 || length > MaxFooterBytes || length > _file.Length - TailBytes)
            throw new InvalidDataException("The tail of this Parquet file is missing, so no row of it can be found. Fetch the file again.");
        var footer = new byte[length];
        _file.Position = _file.Length - TailBytes - length;
        _file.ReadExactly(footer);
        return footer;
    }

    /// <summary>A tree, each node followed by its children; a column is flat when it hangs from the root and does not repeat.</summary>
    private void ReadSchema(List<Dictionary<int, object>> nodes)
    {
        var (leaf, at) = (0, 1);
        while (at < nodes.Count)
        {
            var node = nodes[at];
            var repetition = ThriftReader.Number(node, 3) ?? 0;
            if (ThriftReader.Number(node, 5) is null or 0 && repetition < 2)
                _columns.Add((ThriftReader.Text(node, 4) ?? "", (Physical)(ThriftReader.Number(node, 1) ?? 0), repetition == 1, false, leaf));
            else if (IsPlainList(nodes, at))
                _columns.Add((ThriftReader.Text(node, 4) ?? "", (Physical)(ThriftReader.Number(nodes[at + 2], 1) ?? 0), false, true, leaf));
            at = PassOver(nodes, at, ref leaf, 0);
        }
    }

    /// <summary>As we write them: neither the list nor an element of it may be null.</summary>
    private static bool IsPlainList(List<Dictionary<int, object>> nodes, int at) =>
        at + 2 < nodes.Count && Is(nodes[at], 0, 1) && Is(nodes[at + 1], 2, 1) && Is(nodes[at + 2], 0, 0);

    private static bool Is(Dictionary<int, object> node, int repetition, int children) => (ThriftReader.Number(node, 3) ?? 0) == repetition && (ThriftReader.Number(node, 5) ?? 0) == children;

    private static int PassOver(List<Dictionary<int, object>> nodes, int at, ref int leaf, int depth)
    {
        const int Deepest = 64;
        if (at >= nodes.Count || depth > Deepest)
            throw new InvalidDataException("The file's end does not say what its columns are. Write it again.");
        var children = ThriftReader.Number(nodes[at], 5) ?? 0;
        if (children == 0)
            leaf++;
        at++;
        for (var i = 0L; i < children; i++)
            at = PassOver(nodes, at, ref leaf, depth + 1);
        return at;
    }
}
