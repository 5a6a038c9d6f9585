using System.Data.Common;
using System.Globalization;
using LaionGrid.TestKit;
using Npgsql;

namespace LaionGrid.Benchmarks.Load;

/// <summary>A database of its own on a PostgreSQL server.</summary>
internal sealed class PostgresDatabase : LoadDatabase
{
    private const int PoolSize = 20; // of each coordinator

    private readonly string _server;
    private readonly string _name;

    private PostgresDatabase(string server, string name)
        : base(new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = PoolSize }.ToString()) =>
        (_server, _name) = (server, name);

    protected override string BytesSql => "SELECT pg_database_size(current_database())";

    public static async Task<LoadDatabase> CreateAsync(string server)
    {
        var name = $"load_{Guid.NewGuid():N}";
        await Postgres.CreateAsync(name, server);
        return new PostgresDatabase(server, name);
    }

    public override async Task<string> DescribeAsync(CancellationToken cancellationToken) => (string)(await ScalarAsync(
        "SELECT 'PostgreSQL ' || current_setting('server_version') || ', fsync ' || current_setting('fsync') || ', synchronous_commit ' || current_setting('synchronous_commit')",
        cancellationToken))!; // never null

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    public override async Task<long?> WalBytesAsync(CancellationToken cancellationToken) =>
        await CountAsync("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')", cancellationToken);

    public override async Task<TimeSpan?> ProcessorAsync(CancellationToken cancellationToken) =>
        ServerProcessor.OfBackend(Convert.ToInt32(await ScalarAsync("SELECT pg_backend_pid()", cancellationToken), CultureInfo.InvariantCulture));

    public override async ValueTask DisposeAsync() => await Postgres.DropAsync(_name, _server);
}
