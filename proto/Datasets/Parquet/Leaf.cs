namespace LaionGrid.Datasets.Parquet;

/// <summary>A column as the format sees it: the physical type of its values, and how deep its levels go.</summary>
/// <param name="MaxDefinition">Level of a value that is there: 1 where the column may be null or is a list, else 0.</param>
/// <param name="MaxRepetition">1 of a list, else 0.</param>
internal sealed record Leaf(string Name, ParquetType Type, Physical Physical, bool IsNullable, int MaxDefinition, int MaxRepetition)
{
    public bool IsList => MaxRepetition > 0;

    public static Leaf Of(string name, ParquetType type, bool isNullable) =>
        new(name, type, PhysicalOf(type), isNullable, isNullable || type == ParquetType.TextList ? 1 : 0, type == ParquetType.TextList ? 1 : 0);

    private static Physical PhysicalOf(ParquetType type) => type switch
    {
        ParquetType.Bool => Physical.Boolean,
        ParquetType.Int32 => Physical.Int32,
        ParquetType.Int64 or ParquetType.Timestamp => Physical.Int64,
        ParquetType.Float => Physical.Float,
        ParquetType.Double => Physical.Double,
        _ => Physical.ByteArray,
    };
}

/// <summary>How values lie in a page; the numbers are the format's.</summary>
internal enum Physical
{
    Boolean = 0,
    Int32 = 1,
    Int64 = 2,
    Int96 = 3,
    Float = 4,
    Double = 5,
    ByteArray = 6,
    FixedByteArray = 7,
}
