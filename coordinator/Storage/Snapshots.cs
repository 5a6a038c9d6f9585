using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace LaionGrid.Coordinator.Storage;

/// <summary>Reads that are all of one instant.</summary>
internal static class Snapshots
{
    /// <summary>Begins a transaction in which all that is read is of one instant; nobody waits for it. The connection is open.</summary>
    public static async Task<IDbContextTransaction> BeginSnapshotAsync(this GridDb db, CancellationToken cancellationToken)
    {
        if (db.Database.IsNpgsql())
            return await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        var deferred = ((SqliteConnection)db.Database.GetDbConnection()).BeginTransaction(deferred: true); // one that is not takes the writer's place
        return await db.Database.UseTransactionAsync(deferred, cancellationToken) ?? throw new InvalidOperationException("The transaction was not taken on.");
    }
}
