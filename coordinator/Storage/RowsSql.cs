using System.Data.Common;
using System.Globalization;
using System.Text;
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
    /// <summary>Runs the statement inside the context's transaction.</summary>
    /// <param name="sql">{rows} stands for the batch's rows as "(@p0, @p1), (@p2, @p3), ..."; @a0, @a1... for single values.</param>
    /// <param name="read">Makes an answer of each row returned.</param>
    public static async Task<List<T>> QueryRowsAsync<T>(
        this GridDb db, string sql, IReadOnlyList<object?[]> rows, object?[] single, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = db.Prepare(sql, rows, single);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var answers = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            answers.Add(read(reader));
        return answers;
    }

    /// <summary>As <see cref="QueryRowsAsync"/>, for a statement that returns nothing.</summary>
    /// <returns>How many rows changed.</returns>
    public static async Task<int> ExecuteRowsAsync(this GridDb db, string sql, IReadOnlyList<object?[]> rows, object?[] single, CancellationToken cancellationToken)
    {
        await using var command = db.Prepare(sql, rows, single);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>An id as either database stores it.</summary>
    public static TId ReadId<TId>(this DbDataReader reader, int column) where TId : struct, IId<TId> => TId.From(reader.GetGuid(column));

    private static DbCommand Prepare(this GridDb db, string sql, IReadOnlyList<object?[]> rows, object?[] single)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = sql.Replace("{rows}", Places(rows), StringComparison.Ordinal);
        for (var (row, next) = (0, 0); row < rows.Count; row++)
        {
            foreach (var value in rows[row])
                command.Add($"p{next++}", value);
        }
        for (var index = 0; index < single.Length; index++)
            command.Add($"a{index}", single[index]);
        db.GetService<Statements>().CountSent();
        return command;
    }

    private static string Places(IReadOnlyList<object?[]> rows)
    {
        var places = new StringBuilder();
        for (var (row, next) = (0, 0); row < rows.Count; row++)
        {
            places.Append(row == 0 ? "(" : ", (");
            for (var column = 0; column < rows[row].Length; column++)
                places.Append(CultureInfo.InvariantCulture, $"{(column == 0 ? "" : ", ")}@p{next++}");
            places.Append(')');
        }
        return places.ToString();
    }

    private static void Add(this DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }
}
