using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.Acts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Operations.Desk;

/// <summary>Keeps work from a worker for some days by the operator's word, or lets it come again. Leases it holds are finished.</summary>
internal sealed class SuspendWorker(GridWriter writer, PauseSignal signal, TimeProvider time)
{
    public const int MaxDays = 3650;

    /// <param name="days">0 ends its suspension.</param>
    /// <returns>False when there is no such worker.</returns>
    public async Task<bool> RunAsync(WorkerId id, int days, string why, Caller by, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        DateTimeOffset? until = days == 0 ? null : now.AddDays(days);
        var isPaused = await writer.RunAsync(async db =>
        {
            if (await db.Workers.Where(worker => worker.Id == id).ExecuteUpdateAsync(set => set.SetProperty(worker => worker.SuspendedUntil, until), cancellationToken) == 0) // primary key
                return (bool?)null;
            await db.NoteAsync(by, days == 0 ? "worker.release" : "worker.suspend", $"worker:{id}", days == 0 ? why : $"{why} ({days} days)", now, cancellationToken);
            return await db.Workers.Where(worker => worker.Id == id).Select(worker => worker.IsPaused).SingleAsync(cancellationToken);
        }, cancellationToken);
        if (isPaused is { } paused)
            signal.Paused(id, paused || until is not null);
        return isPaused is not null;
    }
}
