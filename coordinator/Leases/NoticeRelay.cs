using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;

namespace LaionGrid.Coordinator.Leases;

/// <summary>Passes on to attending workers what was decided over their heads: an attempt was ended, or the worker paused.</summary>
internal sealed class NoticeRelay(LeaseBook book, WaitingRoom room, LiveProgress live, QueueSignal queue, PauseSignal pauses) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        queue.Ended += Stop;
        pauses.Changed += Pause;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Ended -= Stop;
        pauses.Changed -= Pause;
        return Task.CompletedTask;
    }

    private void Stop(AttemptId attempt)
    {
        if (book.Remove(attempt) is not { Terms: var lease })
            return;
        if (lease.Purpose == AttemptPurpose.Render)
            live.Forget(lease.JobId);
        room.Stop(lease);
        queue.Work.Set();
    }

    private void Pause(WorkerId worker, bool isPaused)
    {
        room.Pause(worker, isPaused);
        queue.Work.Set();
    }
}
