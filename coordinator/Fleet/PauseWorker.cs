using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.Acts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Fleet;

/// <summary>Keeps new work from a worker, or lets it come again, for its owner or the operator.</summary>
internal sealed class PauseWorker(GridWriter writer, PauseSignal signal, TimeProvider time)
{
    /// <summary>Null when it is so now; otherwise why not.</summary>
    public async Task<Refusal?> RunAsync(WorkerId? worker, bool isPaused, Caller caller, CancellationToken cancellationToken)
    {
        if (worker is not { } id || await writer.RunAsync(db => WriteAsync(db, id, isPaused, caller, cancellationToken), cancellationToken) is not { } suspendedUntil)
            return Unknown;
        signal.Paused(id, isPaused || suspendedUntil > time.GetUtcNow());
        return null;
    }

    /// <returns>Until when it is suspended, the beginning of time for not at all; null when there is no such worker of this caller.</returns>
    private async Task<DateTimeOffset?> WriteAsync(GridDb db, WorkerId id, bool isPaused, Caller caller, CancellationToken cancellationToken)
    {
        var (isOperator, account) = (caller.Role == KeyRole.Operator, caller.AccountId);
        var rows = await db.Workers.Where(worker => worker.Id == id && (isOperator || worker.AccountId == account))
            .ExecuteUpdateAsync(set => set.SetProperty(worker => worker.IsPaused, isPaused), cancellationToken);
        if (rows > 0 && isOperator)
            await db.NoteAsync(caller, isPaused ? "worker.pause" : "worker.resume", $"worker:{id}", "", time.GetUtcNow(), cancellationToken);
        return rows == 0 ? null : await db.Workers.Where(worker => worker.Id == id).Select(worker => worker.SuspendedUntil ?? DateTimeOffset.UnixEpoch).SingleAsync(cancellationToken);
    }

    private static Refusal Unknown { get; } = Refusal.NotFound("worker.unknown", "There is no such worker, or its credit goes to another account. Check its id and your key.");
}
