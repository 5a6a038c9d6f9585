using LaionGrid.Coordinator.Edge;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Storage;

/// <summary>
/// Brings the database to the newest schema at start. A SQLite file is held alone from then on: waiting workers live in memory,
/// so two coordinators over one file would not know of each other's.
/// </summary>
internal sealed class Schema(IDbContextFactory<GridDb> databases, IOptions<DataOptions> data) : IDisposable
{
    private FileStream? _held;

    /// <summary>Safe to run at every start, whatever ended the last one.</summary>
    /// <exception cref="DataInUseException">Another coordinator runs on this folder.</exception>
    public async Task UpdateAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (db.Database.IsSqlite())
            await HoldAsync(db, cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        if (db.Database.IsSqlite())
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancellationToken);
    }

    public void Dispose() => _held?.Dispose();

    /// <summary>
    /// The migrator's own lock on SQLite is a row: a process killed in its midst leaves it behind, and every later start would wait
    /// for it in vain. The operating system's lock ends with its process, and whoever holds it may clear the row.
    /// </summary>
    private async Task HoldAsync(GridDb db, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(data.Value.PathOf(""));
        try
        {
            _held ??= new FileStream(data.Value.PathOf("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new DataInUseException($"Another coordinator runs on {data.Value.PathOf("")}. Stop it first, or choose another folder with --Data:Folder.", error);
        }
        await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
    }
}

/// <summary>The data folder belongs to a coordinator that runs.</summary>
internal sealed class DataInUseException(string message, Exception cause) : Exception(message, cause);
