using System.Data.Common;
using System.Globalization;
using LaionGrid.TestKit;

namespace LaionGrid.Benchmarks.Load;

/// <summary>The database of a run, gone afterwards.</summary>
internal abstract class LoadDatabase(string connectionString) : IAsyncDisposable
{
    /// <summary>For the coordinators; empty leaves them the file in their data folder.</summary>
    public string ConnectionString => connectionString;

    /// <summary>What decides how fast it may be, for the report.</summary>
    public abstract Task<string> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>A query for its size in bytes.</summary>
    protected abstract string BytesSql { get; }

    public static async Task<LoadDatabase> CreateAsync(LoadOptions options, string dataFolder) => options.Database == DatabaseKind.Sqlite
        ? new SqliteFile(Path.Combine(dataFolder, "grid.db"))
        : await PostgresDatabase.CreateAsync(options.PostgresServer ?? throw new InvalidOperationException("No PostgreSQL server is named."));

    public abstract Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    public Task<long> BytesAsync(CancellationToken cancellationToken) => CountAsync(BytesSql, cancellationToken);

    /// <summary>Written to the log of writes since ever, by all databases of the server; null where nothing tells.</summary>
    public abstract Task<long?> WalBytesAsync(CancellationToken cancellationToken);

    /// <summary>Processor time of a server of its own; null when there is none on this machine.</summary>
    public abstract Task<TimeSpan?> ProcessorAsync(CancellationToken cancellationToken);

    public Task<long> PostedAsync(CancellationToken cancellationToken) => CountAsync("SELECT count(*) FROM \"ledger_transactions\" WHERE \"Cause\" LIKE 'attempt:%'", cancellationToken);

    public Task<long> OpenLeasesAndVerdictsAsync(CancellationToken cancellationToken) => CountAsync("""
        SELECT (SELECT count(*) FROM "attempts" WHERE "State" = 'Leased') + (SELECT count(*) FROM "jobs" WHERE "State" IN ('Leased', 'Rendered'))
        """, cancellationToken);

    public abstract ValueTask DisposeAsync();

    protected async Task<long> CountAsync(string sql, CancellationToken cancellationToken) => Convert.ToInt64(await ScalarAsync(sql, cancellationToken), CultureInfo.InvariantCulture);

    protected async Task<object?> ScalarAsync(string sql, CancellationToken cancellationToken)
    {
        await using var database = await OpenAsync(cancellationToken);
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
