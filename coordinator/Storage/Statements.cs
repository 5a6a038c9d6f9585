using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace LaionGrid.Coordinator.Storage;

/// <summary>Counts what this process asks of its database, for the operator and for load tests.</summary>
internal sealed class Statements : DbCommandInterceptor, IDbConnectionInterceptor
{
    private long _sent;
    private long _committed;
    private int _open;

    public long Sent => Interlocked.Read(ref _sent);

    public long Committed => Interlocked.Read(ref _committed);

    /// <summary>Connections in use now; those that rest in a pool are not counted.</summary>
    public int Open => Volatile.Read(ref _open);

    public void CountSent() => Interlocked.Increment(ref _sent);

    public void CountCommitted() => Interlocked.Increment(ref _committed);

    public Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _open);
        return Task.CompletedTask;
    }

    public Task ConnectionClosedAsync(DbConnection connection, ConnectionEndEventData eventData)
    {
        Interlocked.Decrement(ref _open);
        return Task.CompletedTask;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        CountSent();
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        CountSent();
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        CountSent();
        return ValueTask.FromResult(result);
    }
}
