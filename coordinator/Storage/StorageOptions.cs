using System.ComponentModel.DataAnnotations;
using System.Data.Common;
using Npgsql;

namespace LaionGrid.Coordinator.Storage;

internal enum StorageProvider
{
    Sqlite,
    Postgres,
}

/// <summary>Which database holds the grid.</summary>
internal sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>"sqlite" or "postgres". Unset, the default: PostgreSQL when <see cref="ConnectionString"/> is given, SQLite when it is not.</summary>
    [EnumDataType(typeof(StorageProvider), ErrorMessage = "Storage:Provider must be sqlite or postgres.")]
    public StorageProvider? Provider { get; set; }

    /// <summary>Connections of a coordinator's pool when the connection string sets no "Maximum Pool Size".</summary>
    public const int DefaultPoolSize = 20;

    /// <summary>
    /// The database's connection string. Empty with SQLite: the file grid.db in Data:Folder. On PostgreSQL a coordinator opens at most
    /// as many connections as "Maximum Pool Size" says, 20 when it is not set, and two more to talk to other coordinators.
    /// </summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// Milliseconds from one batch of writes to the next of its kind, 0 to 1000. Default 20: under load, calls of that time share a
    /// transaction; on a quiet grid nothing waits.
    /// </summary>
    [Range(0, 1000, ErrorMessage = "Storage:BatchIntervalMs must be 0 to 1000.")]
    public int BatchIntervalMs { get; set; } = 20;

    public TimeSpan BatchInterval => TimeSpan.FromMilliseconds(BatchIntervalMs);

    public bool IsPostgres => (Provider ?? (ConnectionString.Length > 0 ? StorageProvider.Postgres : StorageProvider.Sqlite)) == StorageProvider.Postgres;

    /// <summary>The connection string with its pool bounded.</summary>
    public string PostgresConnectionString
    {
        get
        {
            var given = new DbConnectionStringBuilder { ConnectionString = ConnectionString };
            var bounded = new NpgsqlConnectionStringBuilder(ConnectionString);
            if (!given.ContainsKey("Maximum Pool Size") && !given.ContainsKey("MaxPoolSize"))
                bounded.MaxPoolSize = Math.Max(DefaultPoolSize, bounded.MinPoolSize);
            return bounded.ToString();
        }
    }
}
