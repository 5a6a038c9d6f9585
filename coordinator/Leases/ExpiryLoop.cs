using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Leases;

/// <summary>
/// Takes lapsed leases back: those known here as soon as their time is up, and every few terms those of coordinators that are gone.
/// Its first turn gives every live lease a full term anew: while the coordinator was away no heartbeat could be answered, and that
/// is not the worker's fault.
/// </summary>
internal sealed class ExpiryLoop(
    IDbContextFactory<GridDb> databases, GridWriter writer, LeaseBook book, WaitingRoom room, EndAttempt end, IOptions<LeaseOptions> options, TimeProvider time, ILogger<ExpiryLoop> logger)
    : Loop(time, logger)
{
    private const int Batch = 200;

    private readonly TimeProvider _time = time;
    private DateTimeOffset _lookAtAll;
    private bool _hasExtended;

    protected override Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Pause, _time, cancellationToken);

    private TimeSpan Pause => options.Value.OfferLasts < options.Value.Heartbeat ? options.Value.OfferLasts / 2 : options.Value.Heartbeat / 2;

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        if (!_hasExtended)
            await ExtendAllAsync(cancellationToken);
        var now = _time.GetUtcNow();
        foreach (var lease in book.All.Where(lease => lease.Until <= now))
            await EndAsync(lease, now, cancellationToken);
        if (now < _lookAtAll)
            return;
        _lookAtAll = now + options.Value.Lasts / 2;
        foreach (var (lease, isClaimed) in await LapsedAsync(now, cancellationToken))
            await EndAsync(lease, isClaimed, now, cancellationToken);
    }

    private async Task EndAsync(HeldLease lease, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await EndAsync(lease.Terms.Claim, lease.IsClaimed, now, cancellationToken) || lease.Until > now)
            return;
        book.Remove(lease.Terms.Id); // it ended, or goes on, at another coordinator
        room.Release(lease.Terms);
    }

    /// <summary>An offer that nobody took up is not the job's failure.</summary>
    private Task<bool> EndAsync(LeaseClaim lease, bool isClaimed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (state, code) = isClaimed ? (AttemptState.Expired, "lease.expired") : (AttemptState.GivenBack, LeaseOptions.OfferLapsed);
        return end.RunAsync(lease, state, code, cancellationToken, now);
    }

    private async Task ExtendAllAsync(CancellationToken cancellationToken)
    {
        var until = _time.GetUtcNow() + options.Value.Lasts;
        await writer.RunAsync(db => db.Attempts.Where(attempt => attempt.State == AttemptState.Leased) // index worker, live ones
            .ExecuteUpdateAsync(set => set.SetProperty(attempt => attempt.LeaseUntil, until), cancellationToken), cancellationToken);
        _hasExtended = true;
    }

    private async Task<IReadOnlyList<(LeaseClaim Lease, bool IsClaimed)>> LapsedAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var lapsed = await db.Attempts.Where(attempt => attempt.State == AttemptState.Leased && attempt.LeaseUntil <= now) // index worker, live ones
            .OrderBy(attempt => attempt.LeaseUntil).Take(Batch)
            .Select(attempt => new { Lease = new LeaseClaim(attempt.Id, attempt.Fence, attempt.WorkerId), attempt.ClaimedAt }).ToListAsync(cancellationToken);
        return lapsed.ConvertAll(one => (one.Lease, one.ClaimedAt is not null));
    }
}
