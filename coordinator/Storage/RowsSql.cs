using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace LaionGrid.Coordinator.Storage;

/// <summary>
/// Statements over many rows at once, in the SQL that both databases speak: a batch of any size is one statement, where the
/// change tracker would send one for each row.
/// </summary>
internal static class RowsSql
{
    private const string Rows = "VALUES {rows}";

    /// <summary>Runs the statement inside the context's transaction.</summary>
    /// <param name="sql">"VALUES {rows}" stands for the batch's rows; @a0, @a1... for single values.</param>
    /// <param name="read">Makes an answer of each row returned.</param>
    public static async Task<List<T>> QueryRowsAsync<T>(
        this GridDb db, string sql, IReadOnlyList<object?[]> rows, object?[] single, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = db.Prepare(sql, rows, single, []);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var answers = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            answers.Add(read(reader));
        return answers;
    }

    /// <summary>As <see cref="QueryRowsAsync"/>, for a statement that returns nothing.</summary>
    /// <param name="types">Of the rows' columns. Left out, they are those of the values; a column that is null throughout is then a text.</param>
    /// <returns>How many rows changed.</returns>
    public static async Task<int> ExecuteRowsAsync(
        this GridDb db, string sql, IReadOnlyList<object?[]> rows, object?[] single, CancellationToken cancellationToken, params IReadOnlyList<Type> types)
    {
        await using var command = db.Prepare(sql, rows, single, types);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>An id as either database stores it.</summary>
    public static TId ReadId<TId>(this DbDataReader reader, int column) where TId : struct, IId<TId> => TId.From(reader.GetGuid(column));

    private static DbCommand Prepare(this GridDb db, string sql, IReadOnlyList<object?[]> rows, object?[] single, IReadOnlyList<Type> types)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandTimeout = db.Database.GetCommandTimeout() ?? command.CommandTimeout;
        command.CommandText = rows.Count == 0 ? sql : sql.Replace(Rows, db.Database.IsNpgsql() ? command.AddArrays(rows, types) : command.AddJson(rows, types), StringComparison.Ordinal);
        for (var index = 0; index < single.Length; index++)
            command.Add($"a{index}", single[index]);
        db.GetService<Statements>().CountSent();
        return command;
    }

    /// <summary>One JSON text: a parameter for each value would be looked up among all others, and the statement would grow with the rows.</summary>
    private static string AddJson(this DbCommand command, IReadOnlyList<object?[]> rows, IReadOnlyList<Type> types)
    {
        command.Add("rows", RowsJson.Write(rows));
        var columns = Enumerable.Range(0, rows[0].Length).Select(column => TypeOf(column, rows, types) == typeof(byte[]) ? $"unhex(value ->> {column})" : $"value ->> {column}");
        return $"SELECT {string.Join(", ", columns)} FROM json_each(@rows) WHERE true"; // or what follows could be read as part of the FROM
    }

    /// <summary>An array for each column: the statement is short and the same whatever the number of rows, so the server parses little.</summary>
    private static string AddArrays(this DbCommand command, IReadOnlyList<object?[]> rows, IReadOnlyList<Type> types)
    {
        var width = rows[0].Length;
        for (var column = 0; column < width; column++)
        {
            var type = TypeOf(column, rows, types);
            var array = Array.CreateInstance(type.IsValueType ? typeof(Nullable<>).MakeGenericType(type) : type, rows.Count);
            for (var row = 0; row < rows.Count; row++)
                array.SetValue(rows[row][column], row);
            command.Add($"p{column}", array);
        }
        return $"SELECT * FROM unnest({string.Join(", ", Enumerable.Range(0, width).Select(column => $"@p{column}"))})";
    }

    private static Type TypeOf(int column, IReadOnlyList<object?[]> rows, IReadOnlyList<Type> types) =>
        types.Count > 0 ? types[column] : rows.Select(row => row[column]).FirstOrDefault(value => value is not null)?.GetType() ?? typeof(string);

    private static void Add(this DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = $"@{name}"; // without its prefix SQLite's driver looks for four names
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }
}
