using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Verification.Judging;

/// <summary>Lets workers come again whose suspension is over.</summary>
internal sealed class SuspensionEnds(GridWriter writer, PauseSignal pauses, TimeProvider time)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var ended = await writer.RunAsync(db => db.QueryRowsAsync(
            """UPDATE workers SET "SuspendedUntil" = NULL WHERE "SuspendedUntil" <= @a0 RETURNING "Id", "IsPaused" """, // index suspended until, of the few that are
            [], [time.GetUtcNow().ToMicroseconds()], row => (Worker: row.ReadId<WorkerId>(0), IsPaused: row.GetBoolean(1)), cancellationToken), cancellationToken);
        foreach (var (worker, isPaused) in ended)
            pauses.Paused(worker, isPaused);
    }
}
