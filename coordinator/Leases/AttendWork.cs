using System.Runtime.CompilerServices;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Leases;

/// <summary>Lets a worker wait, and streams what it is told until it leaves or attends anew.</summary>
internal sealed class AttendWork(IDbContextFactory<GridDb> databases, LeaseBook book, WaitingRoom room, EndAttempt end, IStandings standings, QueueSignal signal, Presence presence, TimeProvider time)
{
    private const int MostAsked = 64;

    /// <summary>Any live lease of the worker that it does not name as held was lost with a process that died: its job is free again at once.</summary>
    public async IAsyncEnumerable<(Notice Notice, bool IsPaused, string WaitsBecause)> RunAsync(Attendance attendance, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var waiter = new Waiter(await CompleteAsync(attendance, cancellationToken));
        var held = await HoldAsync(attendance, cancellationToken);
        room.Enter(waiter, held.Select(lease => lease.Id));
        foreach (var ended in attendance.Held.Where(lease => book.Find(lease) is not { IsOvertaken: false })) // while no stream was open, or while it was looked up
            room.Stop(waiter, ended);
        using var visit = presence.Attend(waiter.WorkerId, attendance.Role);
        signal.Work.Set();
        try
        {
            if (waiter.IsPaused || waiter.WaitsBecause.Length > 0)
                yield return (new Notice.Pause(), waiter.IsPaused, waiter.WaitsBecause);
            foreach (var asked in await AskedAsync(waiter.WorkerId, cancellationToken))
                yield return (asked, waiter.IsPaused, waiter.WaitsBecause);
            await foreach (var notice in waiter.Notices.Reader.ReadAllAsync(cancellationToken))
                yield return (notice, waiter.IsPaused, waiter.WaitsBecause);
        }
        finally
        {
            if (room.Leave(waiter))
                await TakeBackAsync(waiter.WorkerId);
        }
    }

    /// <summary>Trajectories that audits wait for: the answer to Complete may not have been heard.</summary>
    private async Task<IReadOnlyList<Notice.Reveal>> AskedAsync(WorkerId worker, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Attempts.Where(attempt => attempt.Audit == AuditState.Revealing && attempt.WorkerId == worker) // index audit, ended at: a reveal's few minutes
            .OrderBy(attempt => attempt.EndedAt).Take(MostAsked).Select(attempt => new Notice.Reveal(attempt.Id, attempt.Fence)).ToListAsync(cancellationToken);
    }

    private async Task<Attendance> CompleteAsync(Attendance attendance, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var worker = await db.Workers.AsNoTracking().SingleAsync(one => one.Id == attendance.WorkerId, cancellationToken);
        var standing = await standings.ReadAsync(db, attendance.WorkerId, cancellationToken);
        return attendance with
        {
            MemoryMiB = worker.MemoryMiB,
            DeviceClass = worker.DeviceClass,
            IsPaused = worker.IsPaused || worker.SuspendedUntil > time.GetUtcNow(),
            IsProven = standing.IsProven,
            Refused = standing.Refused,
        };
    }

    /// <summary>An offer that it does not name was never claimed, and counts against nobody.</summary>
    private async Task<IReadOnlyList<GrantedLease>> HoldAsync(Attendance attendance, CancellationToken cancellationToken)
    {
        var (held, worker) = (new List<GrantedLease>(), attendance.WorkerId);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var live = await db.Attempts.Where(attempt => attempt.WorkerId == worker && attempt.State == AttemptState.Leased) // index worker
            .Select(attempt => new { Claim = new LeaseClaim(attempt.Id, attempt.Fence, attempt.WorkerId), attempt.ClaimedAt }).ToListAsync(cancellationToken);
        foreach (var lease in live)
        {
            if (!attendance.Held.Contains(lease.Claim.Id))
                await (lease.ClaimedAt is null ? GiveBackAsync(lease.Claim) : end.RunAsync(lease.Claim, AttemptState.Expired, "worker.restarted", cancellationToken));
            else if (await book.FindAsync(lease.Claim, cancellationToken) is LeaseFound.Live { Lease.Terms: var terms })
                held.Add(terms);
        }
        return held;
    }

    private Task<bool> GiveBackAsync(LeaseClaim offer) => end.RunAsync(offer, AttemptState.GivenBack, "offer.left", CancellationToken.None);

    /// <summary>Offers that the worker left lying go back at once; leases it has claimed live on by their heartbeats.</summary>
    private async Task TakeBackAsync(WorkerId worker)
    {
        foreach (var lease in book.All.Where(lease => lease.Terms.WorkerId == worker && !lease.IsClaimed))
            await GiveBackAsync(lease.Terms.Claim);
    }
}
