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

    /// <summary>"sqlite" (default) needs nothing installed; "postgres" wants <see cref="ConnectionString"/>.</summary>
    [EnumDataType(typeof(StorageProvider), ErrorMessage = "Storage:Provider must be sqlite or postgres.")]
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary>The database's connection string. Empty with SQLite: the file grid.db in Data:Folder.</summary>
    public string ConnectionString { get; set; } = "";
}
