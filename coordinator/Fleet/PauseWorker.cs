using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Fleet;

/// <summary>Keeps new work from a worker, or lets it come again, for its owner or the operator.</summary>
internal sealed class PauseWorker(GridWriter writer, PauseSignal signal)
{
    /// <summary>Null when it is so now; otherwise why not.</summary>
    public async Task<Refusal?> RunAsync(WorkerId? worker, bool isPaused, Caller caller, CancellationToken cancellationToken)
    {
        var rows = worker is { } id ? await writer.RunAsync(db => WriteAsync(db, id, isPaused, caller, cancellationToken), cancellationToken) : 0;
        if (worker is not { } known || rows == 0)
            return Unknown;
        signal.Paused(known, isPaused);
        return null;
    }

    private static Task<int> WriteAsync(GridDb db, WorkerId id, bool isPaused, Caller caller, CancellationToken cancellationToken)
    {
        var (isOperator, account) = (caller.Role == KeyRole.Operator, caller.AccountId);
        return db.Workers.Where(worker => worker.Id == id && (isOperator || worker.AccountId == account))
            .ExecuteUpdateAsync(set => set.SetProperty(worker => worker.IsPaused, isPaused), cancellationToken);
    }

    private static Refusal Unknown { get; } = Refusal.NotFound("worker.unknown", "There is no such worker, or its credit goes to another account. Check its id and your key.");
}
