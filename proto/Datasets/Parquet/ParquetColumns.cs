namespace LaionGrid.Datasets.Parquet;

/// <summary>
/// The columns of a file in their order, as a list that reads like the table's definition: new ParquetColumns&lt;Row&gt;().Text("uid", row => row.Uid).Int32("width", row => row.Width).
/// The ones whose name ends in OrNull may be null; a null in another is an <see cref="InvalidDataException"/> that names the column.
/// </summary>
public sealed class ParquetColumns<TRow>
{
    private readonly List<ParquetColumn<TRow>> _columns = [];

    public IReadOnlyList<ParquetColumn<TRow>> All => _columns;

    public ParquetColumns<TRow> Bool(string name, Func<TRow, bool> value) => Add(name, ParquetType.Bool, false, (row, buffer) => buffer.AppendBool(value(row)));

    public ParquetColumns<TRow> BoolOrNull(string name, Func<TRow, bool?> value) => AddOrNull(name, ParquetType.Bool, value, (buffer, some) => buffer.AppendBool(some));

    public ParquetColumns<TRow> Int32(string name, Func<TRow, int> value) => Add(name, ParquetType.Int32, false, (row, buffer) => buffer.AppendInt32(value(row)));

    public ParquetColumns<TRow> Int32OrNull(string name, Func<TRow, int?> value) => AddOrNull(name, ParquetType.Int32, value, (buffer, some) => buffer.AppendInt32(some));

    public ParquetColumns<TRow> Int64(string name, Func<TRow, long> value) => Add(name, ParquetType.Int64, false, (row, buffer) => buffer.AppendInt64(value(row)));

    public ParquetColumns<TRow> Int64OrNull(string name, Func<TRow, long?> value) => AddOrNull(name, ParquetType.Int64, value, (buffer, some) => buffer.AppendInt64(some));

    public ParquetColumns<TRow> Float(string name, Func<TRow, float> value) => Add(name, ParquetType.Float, false, (row, buffer) => buffer.AppendFloat(value(row)));

    public ParquetColumns<TRow> FloatOrNull(string name, Func<TRow, float?> value) => AddOrNull(name, ParquetType.Float, value, (buffer, some) => buffer.AppendFloat(some));

    public ParquetColumns<TRow> Double(string name, Func<TRow, double> value) => Add(name, ParquetType.Double, false, (row, buffer) => buffer.AppendDouble(value(row)));

    public ParquetColumns<TRow> DoubleOrNull(string name, Func<TRow, double?> value) => AddOrNull(name, ParquetType.Double, value, (buffer, some) => buffer.AppendDouble(some));

    public ParquetColumns<TRow> Timestamp(string name, Func<TRow, DateTimeOffset> value) => Add(name, ParquetType.Timestamp, false, (row, buffer) => buffer.AppendInt64(Microseconds(value(row))));

    public ParquetColumns<TRow> TimestampOrNull(string name, Func<TRow, DateTimeOffset?> value) => AddOrNull(name, ParquetType.Timestamp, value, (buffer, some) => buffer.AppendInt64(Microseconds(some)));

    public ParquetColumns<TRow> Text(string name, Func<TRow, string> value) => Add(name, ParquetType.Text, false, (row, buffer) => buffer.AppendText(value(row) ?? throw Missing(name)));

    public ParquetColumns<TRow> TextOrNull(string name, Func<TRow, string?> value) => Add(name, ParquetType.Text, true, (row, buffer) =>
    {
        if (value(row) is { } some)
            buffer.AppendText(some);
        else
            buffer.AppendNull();
    });

    public ParquetColumns<TRow> TextList(string name, Func<TRow, IReadOnlyList<string>> value) => Add(name, ParquetType.TextList, false, (row, buffer) => buffer.AppendTexts(value(row) ?? throw Missing(name)));

    private ParquetColumns<TRow> AddOrNull<T>(string name, ParquetType type, Func<TRow, T?> value, Action<LeafBuffer, T> append) where T : struct => Add(name, type, true, (row, buffer) =>
    {
        if (value(row) is { } some)
            append(buffer, some);
        else
            buffer.AppendNull();
    });

    private ParquetColumns<TRow> Add(string name, ParquetType type, bool isNullable, Action<TRow, LeafBuffer> append)
    {
        if (_columns.Any(column => column.Name == name))
            throw new ArgumentException($"Two columns are named {name}.", nameof(name));
        _columns.Add(new ParquetColumn<TRow>(name, type, isNullable, append));
        return this;
    }

    private static long Microseconds(DateTimeOffset instant) => (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private static InvalidDataException Missing(string name) => new($"Column {name} may not be null, and a row has none.");
}
