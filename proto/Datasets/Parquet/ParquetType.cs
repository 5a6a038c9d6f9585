namespace LaionGrid.Datasets.Parquet;

/// <summary>The types that a column of a flat file has here; each is one physical and one logical type of Parquet.</summary>
public enum ParquetType
{
    Bool,
    Int32,
    Int64,
    Float,
    Double,

    /// <summary>UTF-8 text.</summary>
    Text,

    /// <summary>An instant in UTC, to the microsecond.</summary>
    Timestamp,

    /// <summary>A list of texts, none of them null.</summary>
    TextList,
}
