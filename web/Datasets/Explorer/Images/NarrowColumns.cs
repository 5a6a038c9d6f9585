using LaionGrid.Web.Datasets.Explorer.Similar;
using Microsoft.Data.Sqlite;

namespace LaionGrid.Web.Datasets.Explorer.Images;

/// <summary>
/// What lists are narrowed, sorted and counted by, in memory: a number a picture and column, at the place of its id. A column is read when it is first asked for and takes 4 bytes a picture, labels a little more; so hits
/// of a search, however many, are looked up in arrays instead of one by one in a table. For any number of threads.
/// </summary>
internal sealed class NarrowColumns
{
    /// <summary>Of a picture that has no such number.</summary>
    public const int None = -1;

    private readonly Dictionary<string, int[]> _columns = [];
    private readonly Dictionary<string, LabelColumn> _labels = [];
    private readonly Lock _lock = new();
    private int _ids = None;
    private int[]? _gaps;
    private LookAlikes? _alike;

    /// <summary>Ids go from 1 to this, but for gaps.</summary>
    public int Most(SqliteConnection connection)
    {
        lock (_lock)
            return _ids >= 0 ? _ids : _ids = Number(connection, "SELECT coalesce(max(id), 0) FROM keys");
    }

    /// <summary>Ids that no picture has any more, ascending: few.</summary>
    public int[] Gaps(SqliteConnection connection)
    {
        var most = Most(connection);
        lock (_lock)
            return _gaps ??= Number(connection, "SELECT count(*) FROM keys") == most ? [] : MissingIds(connection, most);
    }

    /// <summary>A facet's code of each picture, as in facet_values.</summary>
    /// <param name="facet">A column of "keys": one of our own list.</param>
    public int[] Codes(SqliteConnection connection, string facet) => Column(connection, $"SELECT id, {facet} FROM keys WHERE {facet} IS NOT NULL", (row, values, _) => values[row.Int(0)] = row.Int(1));

    /// <summary>Each picture's place in an order, 0 for the first; the same number is ordered by id.</summary>
    public int[] Places(SqliteConnection connection, string column) => Column(connection, $"SELECT id FROM keys WHERE {column} IS NOT NULL ORDER BY {column} DESC, id", (row, values, at) => values[row.Int(0)] = at);

    /// <summary>What looks nearly the same as what.</summary>
    public LookAlikes Alike(SqliteConnection connection)
    {
        var most = Most(connection);
        lock (_lock)
            return _alike ??= LookAlikes.Read(connection, most);
    }

    /// <summary>The tags or the flags of each picture.</summary>
    public LabelColumn Labels(SqliteConnection connection, string kind)
    {
        var most = Most(connection);
        lock (_lock)
            return _labels.TryGetValue(kind, out var labels) ? labels : _labels[kind] = LabelColumn.Read(connection, kind, most);
    }

    private int[] Column(SqliteConnection connection, string sql, Action<SQLitePCL.sqlite3_stmt, int[], int> take)
    {
        var most = Most(connection);
        lock (_lock)
        {
            if (_columns.TryGetValue(sql, out var known))
                return known;
            var values = new int[most + 1];
            Array.Fill(values, None);
            var at = 0;
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Put together from names of our own list.
            command.CommandText = sql;
#pragma warning restore CA2100
            WholeNumbers.Each(command, row => take(row, values, at++));
            return _columns[sql] = values;
        }
    }

    private static int[] MissingIds(SqliteConnection connection, int most)
    {
        var isThere = new bool[most + 1];
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM keys";
        WholeNumbers.Each(command, row => isThere[row.Int(0)] = true);
        return [.. Enumerable.Range(1, most).Where(id => !isThere[id])];
    }

    private static int Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A constant.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (int)(long)command.ExecuteScalar()!; // coalesce gives a number
    }
}
