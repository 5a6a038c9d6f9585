using System.Runtime.CompilerServices;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Leases;

/// <summary>Lets a worker wait, and streams what it is told until it leaves or attends anew.</summary>
internal sealed class AttendWork(IDbContextFactory<GridDb> databases, LeaseBook book, WaitingRoom room, EndAttempt end, QueueSignal signal, Presence presence)
{
    /// <summary>Any live lease of the worker that it does not name as held was lost with a process that died: its job is free again at once.</summary>
    public async IAsyncEnumerable<(Notice Notice, bool IsPaused)> RunAsync(Attendance attendance, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var waiter = new Waiter(await CompleteAsync(attendance, cancellationToken));
        room.Enter(waiter, await HoldAsync(attendance, cancellationToken));
        using var visit = presence.Attend(waiter.WorkerId, attendance.Role);
        signal.Work.Set();
        try
        {
            if (waiter.IsPaused)
                yield return (new Notice.Pause(), true);
            await foreach (var notice in waiter.Notices.Reader.ReadAllAsync(cancellationToken))
                yield return (notice, waiter.IsPaused);
        }
        finally
        {
            if (room.Leave(waiter))
                await TakeBackAsync(waiter.WorkerId);
        }
    }

    private async Task<Attendance> CompleteAsync(Attendance attendance, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var worker = await db.Workers.AsNoTracking().SingleAsync(one => one.Id == attendance.WorkerId, cancellationToken);
        return attendance with { MemoryMiB = worker.MemoryMiB, DeviceClass = $"{worker.Provider} {worker.DeviceName}", IsPaused = worker.IsPaused };
    }

    private async Task<IReadOnlyList<AttemptId>> HoldAsync(Attendance attendance, CancellationToken cancellationToken)
    {
        var (held, worker) = (new List<AttemptId>(), attendance.WorkerId);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var live = await db.Attempts.Where(attempt => attempt.WorkerId == worker && attempt.State == AttemptState.Leased) // index worker
            .Select(attempt => new LeaseClaim(attempt.Id, attempt.Fence, attempt.WorkerId)).ToListAsync(cancellationToken);
        foreach (var lease in live)
        {
            if (!attendance.Held.Contains(lease.Id))
                await end.RunAsync(lease, AttemptState.Expired, "worker.restarted", cancellationToken);
            else if (await book.FindAsync(lease, cancellationToken) is LeaseFound.Live)
                held.Add(lease.Id);
        }
        return held;
    }

    /// <summary>Offers that the worker left lying go back at once; leases it has claimed live on by their heartbeats.</summary>
    private async Task TakeBackAsync(WorkerId worker)
    {
        foreach (var lease in book.All.Where(lease => lease.Terms.WorkerId == worker && !lease.IsClaimed))
            await end.RunAsync(lease.Terms.Claim, AttemptState.GivenBack, "offer.left", CancellationToken.None);
    }
}
