using Microsoft.Data.Sqlite;

namespace LaionGrid.Datasets.Explorer;

/// <summary>Short forms of what is asked of SQLite again and again.</summary>
internal static class SqliteCalls
{
    public static void Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = connection.Prepare(sql);
        foreach (var (name, value) in values)
            command.Set(name, value);
        command.ExecuteNonQuery();
    }

    public static object? Scalar(this SqliteConnection connection, string sql)
    {
        using var command = connection.Prepare(sql);
        return command.ExecuteScalar();
    }

    public static SqliteCommand Prepare(this SqliteConnection connection, string sql, params ReadOnlySpan<string> names)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // All our statements are constants; what people typed goes in as values.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var name in names)
            command.Parameters.Add(new SqliteParameter(name, null));
        return command;
    }

    public static void Set(this SqliteCommand command, string name, object? value)
    {
        if (!command.Parameters.Contains(name))
            command.Parameters.Add(new SqliteParameter(name, null));
        command.Parameters[name].Value = value ?? DBNull.Value;
    }
}
