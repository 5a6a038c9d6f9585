namespace LaionGrid.Datasets.Parquet;

/// <summary>The end of a file, which says where everything lies: FileMetaData of parquet.thrift.</summary>
internal static class Footer
{
    private const int Version = 1, Gzip = 2, Required = 0, Optional = 1, Repeated = 2;
    private const int Utf8 = 0, List = 3, TimestampMicros = 10; // converted types, which older readers look at

    /// <summary>How a file begins and ends.</summary>
    public static ReadOnlySpan<byte> Magic => "PAR1"u8;

    public static byte[] Of(IReadOnlyList<Leaf> leaves, IReadOnlyList<GroupRecord> groups, long rows)
    {
        var thrift = new ThriftWriter();
        thrift.Int32(1, Version);
        thrift.Objects(2, Schema(thrift, leaves), write => write());
        thrift.Int64(3, rows);
        thrift.Objects(4, groups, group => PutGroup(thrift, leaves, group));
        thrift.Text(6, "LaionGrid");
        return thrift.End();
    }

    /// <summary>The schema as the format has it: a tree, each node followed by its children.</summary>
    private static List<Action> Schema(ThriftWriter thrift, IReadOnlyList<Leaf> leaves)
    {
        var nodes = new List<Action> { () => PutNode(thrift, null, null, "schema", leaves.Count) };
        foreach (var leaf in leaves)
        {
            if (leaf.IsList)
            {
                nodes.Add(() => PutNode(thrift, null, Required, leaf.Name, 1, () => PutKind(thrift, List, () => thrift.Object(3, () => { }))));
                nodes.Add(() => PutNode(thrift, null, Repeated, "list", 1));
                nodes.Add(() => PutNode(thrift, leaf.Physical, Required, "element", 0, () => PutKind(thrift, leaf.Type)));
            }
            else
            {
                nodes.Add(() => PutNode(thrift, leaf.Physical, leaf.IsNullable ? Optional : Required, leaf.Name, 0, () => PutKind(thrift, leaf.Type)));
            }
        }
        return nodes;
    }

    private static void PutNode(ThriftWriter thrift, Physical? type, int? repetition, string name, int children, Action? kind = null)
    {
        if (type is { } some)
            thrift.Int32(1, (int)some);
        if (repetition is { } times)
            thrift.Int32(3, times);
        thrift.Text(4, name);
        if (children > 0)
            thrift.Int32(5, children);
        kind?.Invoke();
    }

    private static void PutKind(ThriftWriter thrift, ParquetType type)
    {
        if (type is ParquetType.Text or ParquetType.TextList)
            PutKind(thrift, Utf8, () => thrift.Object(1, () => { }));
        else if (type == ParquetType.Timestamp)
            PutKind(thrift, TimestampMicros, () => thrift.Object(8, () => PutUtcMicros(thrift)));
    }

    private static void PutKind(ThriftWriter thrift, int converted, Action logical)
    {
        thrift.Int32(6, converted);
        thrift.Object(10, logical);
    }

    private static void PutUtcMicros(ThriftWriter thrift)
    {
        thrift.Bool(1, true);
        thrift.Object(2, () => thrift.Object(2, () => { }));
    }

    private static void PutGroup(ThriftWriter thrift, IReadOnlyList<Leaf> leaves, GroupRecord group)
    {
        thrift.Objects(1, leaves.Zip(group.Chunks).ToList(), pair => PutChunk(thrift, pair.First, pair.Second));
        thrift.Int64(2, group.Chunks.Sum(chunk => chunk.RawBytes));
        thrift.Int64(3, group.Rows);
        thrift.Int64(5, group.Chunks[0].Start);
        thrift.Int64(6, group.Chunks.Sum(chunk => chunk.Bytes));
    }

    private static void PutChunk(ThriftWriter thrift, Leaf leaf, ChunkRecord chunk)
    {
        thrift.Int64(2, chunk.Start);
        thrift.Object(3, () =>
        {
            thrift.Int32(1, (int)leaf.Physical);
            thrift.Numbers(2, [PageHeader.Plain, PageHeader.Rle]);
            thrift.Texts(3, leaf.IsList ? [leaf.Name, "list", "element"] : [leaf.Name]);
            thrift.Int32(4, Gzip);
            thrift.Int64(5, chunk.Values);
            thrift.Int64(6, chunk.RawBytes);
            thrift.Int64(7, chunk.Bytes);
            thrift.Int64(9, chunk.Start);
            if (!leaf.IsList)
                thrift.Object(12, () => thrift.Int64(3, chunk.Nulls));
        });
    }
}
