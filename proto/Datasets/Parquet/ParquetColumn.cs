namespace LaionGrid.Datasets.Parquet;

/// <summary>One column of a file of <typeparamref name="TRow"/>: its name, its type, and how a row gives its value. Made by <see cref="ParquetColumns{TRow}"/>.</summary>
public sealed class ParquetColumn<TRow>
{
    private readonly Action<TRow, LeafBuffer> _append;

    internal ParquetColumn(string name, ParquetType type, bool isNullable, Action<TRow, LeafBuffer> append) => (Name, Type, IsNullable, _append) = (name, type, isNullable, append);

    public string Name { get; }

    public ParquetType Type { get; }

    public bool IsNullable { get; }

    internal void Append(TRow row, LeafBuffer buffer) => _append(row, buffer);
}
