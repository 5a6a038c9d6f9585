using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace LaionGrid.Benchmarks.Load;

/// <summary>The file in the coordinator's data folder, read beside it.</summary>
internal sealed class SqliteFile(string path) : LoadDatabase("")
{
    private readonly string _connection = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, DefaultTimeout = 30 }.ToString();

    protected override string BytesSql => "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"; // what still stands in the WAL too

    public override async Task<string> DescribeAsync(CancellationToken cancellationToken) => $"SQLite {await ScalarAsync("SELECT sqlite_version()", cancellationToken)}";

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connection);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    public override Task<long?> WalBytesAsync(CancellationToken cancellationToken) => Task.FromResult<long?>(null); // written round and round

    public override Task<TimeSpan?> ProcessorAsync(CancellationToken cancellationToken) => Task.FromResult<TimeSpan?>(null); // part of the coordinator

    public override ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        return ValueTask.CompletedTask;
    }
}
