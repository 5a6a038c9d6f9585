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
    /// <param name="sql">{rows} stands for the batch's rows as "(.., ..), (.., ..)"; @a0, @a1... for single values.</param>
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
        command.CommandText = sql.Replace("{rows}", command.Places(rows, db.Database.IsSqlite()), StringComparison.Ordinal);
        for (var index = 0; index < single.Length; index++)
            command.Add($"@a{index}", single[index]);
        db.GetService<Statements>().CountSent();
        return command;
    }

    /// <summary>Writes the rows' places and adds their parameters.</summary>
    /// <param name="sparing">SQLite's driver finds each parameter by going through the names of all, so ids and whole numbers stand in the text there.</param>
    private static string Places(this DbCommand command, IReadOnlyList<object?[]> rows, bool sparing)
    {
        var places = new StringBuilder();
        foreach (var row in rows)
        {
            places.Append(places.Length == 0 ? "(" : ", (");
            for (var column = 0; column < row.Length; column++)
                places.Append(column == 0 ? "" : ", ").Append((sparing ? Literal(row[column]) : null) ?? command.Add($"@p{command.Parameters.Count}", row[column]));
            places.Append(')');
        }
        return places.ToString();
    }

    /// <summary>Null for what must be a parameter.</summary>
    private static string? Literal(object? value) => value switch
    {
        null => "NULL",
        Guid id => $"'{id.ToString().ToUpperInvariant()}'", // as the driver writes it
        int or long => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        _ => null,
    };

    /// <returns>Its name, with the prefix: without, SQLite's driver tries each there is.</returns>
    private static string Add(this DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
        return name;
    }
}
