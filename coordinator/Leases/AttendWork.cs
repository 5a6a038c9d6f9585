using System.Runtime.CompilerServices;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Leases;

/// <summary>Lets a worker wait, and streams what it is offered until it leaves or attends anew.</summary>
internal sealed class AttendWork(IDbContextFactory<GridDb> databases, WaitingRoom room, EndAttempt end, QueueSignal queue, Presence presence)
{
    /// <param name="held">The leases the worker still works on. Any other live lease of it was lost with a process that died, and its job is free again at once.</param>
    public async IAsyncEnumerable<Offer> RunAsync(Waiter waiter, IReadOnlySet<AttemptId> held, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var live = await LiveAsync(waiter.WorkerId, cancellationToken);
        foreach (var lost in live.Where(lease => !held.Contains(lease.Id)))
            await end.RunAsync(lost, AttemptState.Expired, "worker.restarted", cancellationToken);
        room.Enter(waiter, live.Any(lease => held.Contains(lease.Id)));
        using var visit = presence.Attend(waiter.WorkerId, waiter.Role);
        queue.Work.Set();
        try
        {
            await foreach (var offer in waiter.Offers.Reader.ReadAllAsync(cancellationToken))
                yield return offer;
        }
        finally
        {
            room.Leave(waiter);
            queue.Work.Set();
        }
    }

    private async Task<IReadOnlyList<LeaseClaim>> LiveAsync(WorkerId worker, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Attempts.Where(attempt => attempt.WorkerId == worker && attempt.State == AttemptState.Leased) // index worker, state
            .Select(attempt => new LeaseClaim(attempt.Id, attempt.Fence, attempt.WorkerId)).ToListAsync(cancellationToken);
    }
}
