using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Storage;

/// <summary>
/// The way to every write: one short transaction. SQLite takes one writer at a time, and its way of waiting for the other is to
/// poll; so there writers queue here. PostgreSQL takes them side by side, and a deadlock it broke is tried again.
/// </summary>
internal sealed class GridWriter(IDbContextFactory<GridDb> databases, IOptions<StorageOptions> storage, Statements statements) : IDisposable
{
    private const int MaxTries = 3;

    private readonly SemaphoreSlim? _alone = storage.Value.IsPostgres ? null : new(1, 1);

    /// <summary>Row locks that other coordinators skip; nothing on SQLite, where the writer is alone.</summary>
    public string SkipLocked(string table) => _alone is null ? $"FOR UPDATE OF {table} SKIP LOCKED" : "";

    /// <summary>All that the work writes is kept, or nothing when it throws. The work may run again from its beginning.</summary>
    public async Task<T> RunAsync<T>(Func<GridDb, Task<T>> work, CancellationToken cancellationToken)
    {
        if (_alone is not null)
            await _alone.WaitAsync(cancellationToken);
        try
        {
            for (var tries = 1; ; tries++)
            {
                try
                {
                    return await OnceAsync(work, cancellationToken);
                }
                catch (Exception error) when (tries < MaxTries && IsOvertaken(error))
                {
                    // Broken by PostgreSQL in favour of another transaction, which has gone on: nothing was written.
                }
            }
        }
        finally
        {
            _alone?.Release();
        }
    }

    public void Dispose() => _alone?.Dispose();

    private async Task<T> OnceAsync<T>(Func<GridDb, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var result = await work(db);
        await transaction.CommitAsync(cancellationToken);
        statements.CountCommitted();
        return result;
    }

    /// <summary>Serialization failure or deadlock (SQLSTATE class 40).</summary>
    private static bool IsOvertaken(Exception error) => error switch
    {
        DbException { SqlState: { } state } => state.StartsWith("40", StringComparison.Ordinal),
        _ => error.InnerException is { } cause && IsOvertaken(cause),
    };
}
