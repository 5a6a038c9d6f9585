using System.Data.Common;
using LaionGrid.TestKit;

namespace LaionGrid.Benchmarks.Load;

/// <summary>
/// Makes a queue of any length out of the one request that is in the database, by copying its rows inside the database while no coordinator
/// runs. Whatever columns the two tables have are copied; those that tell one job from another are listed here, and nowhere else.
/// </summary>
internal static class QueueFiller
{
    /// <summary>Seeds of queued jobs lie above those of the run's own.</summary>
    public const long FirstSeed = 1_000_000_000;

    private const int Visitors = 1000;

    /// <summary>Afterwards so many jobs wait in the queue.</summary>
    public static async Task FillAsync(DbConnection database, DatabaseKind kind, int jobs, CancellationToken cancellationToken)
    {
        var id = kind == DatabaseKind.Postgres
            ? "CAST('00000001-0000-7000-8000-' || lpad(to_hex(n), 12, '0') AS uuid)"
            : "printf('00000001-0000-7000-8000-%012X', n)";
        var requester = $"'queued-' || (n % {Visitors})";
        await CopyAsync(database, "requests", jobs - 1, new() { ["Id"] = id, ["RequestKey"] = "'queued-' || n", ["Requester"] = requester }, cancellationToken);
        await CopyAsync(database, "jobs", jobs - 1, new()
        {
            ["Id"] = id,
            ["RequestId"] = id,
            ["Seed"] = $"{FirstSeed} + n",
            ["Requester"] = requester,
            ["QueuedAt"] = "\"QueuedAt\" + n",
            ["Tag"] = $"\"Tag\" + (n / {Visitors}) * \"CostMflop\"", // as if each visitor had queued them one behind the other
        }, cancellationToken);
        await ExecuteAsync(database, "ANALYZE", cancellationToken);
    }

    private static async Task CopyAsync(DbConnection database, string table, int copies, Dictionary<string, string> others, CancellationToken cancellationToken)
    {
        var columns = await ColumnsAsync(database, table, cancellationToken);
        await ExecuteAsync(database, $"""
            WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {copies})
            INSERT INTO "{table}" ({string.Join(", ", columns.Select(column => $"\"{column}\""))})
            SELECT {string.Join(", ", columns.Select(column => others.GetValueOrDefault(column, $"\"{column}\"")))} FROM "{table}" CROSS JOIN numbers
            """, cancellationToken);
    }

    private static async Task<IReadOnlyList<string>> ColumnsAsync(DbConnection database, string table, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand();
        command.CommandText = $"SELECT * FROM \"{table}\"";
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var columns = Enumerable.Range(0, rows.FieldCount).Select(rows.GetName).ToList();
        return await rows.ReadAsync(cancellationToken) && !await rows.ReadAsync(cancellationToken)
            ? columns
            : throw new InvalidOperationException($"The table {table} must hold one row to copy.");
    }

    private static async Task ExecuteAsync(DbConnection database, string sql, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, 0); // a million rows take a while; the run's own limit ends it
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
