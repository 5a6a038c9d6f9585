using System.ComponentModel.DataAnnotations;

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

    /// <summary>The database's connection string. Empty with SQLite: the file grid.db in Data:Folder.</summary>
    public string ConnectionString { get; set; } = "";

    public bool IsPostgres => (Provider ?? (ConnectionString.Length > 0 ? StorageProvider.Postgres : StorageProvider.Sqlite)) == StorageProvider.Postgres;
}
