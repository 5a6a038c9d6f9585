using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Leases;

/// <summary>Passes on that an attempt was ended over its worker's head: the worker is told to stop and its slot is free.</summary>
internal sealed class LeaseEndings(LeaseBook book, WaitingRoom room, LiveProgress live, QueueSignal signal) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        signal.Ended += Pass;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        signal.Ended -= Pass;
        return Task.CompletedTask;
    }

    private void Pass(AttemptId attempt)
    {
        if (book.Remove(attempt) is not { Terms: var lease })
            return;
        live.Forget(lease.JobId);
        room.Stop(lease);
        room.Release(lease);
        signal.Work.Set();
    }
}
