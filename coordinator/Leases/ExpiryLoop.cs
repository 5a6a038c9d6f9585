using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Leases;

/// <summary>
/// Takes lapsed leases back. Its first turn gives every live lease a full term anew: while the coordinator was away no
/// heartbeat could be answered, and that is not the worker's fault.
/// </summary>
internal sealed class ExpiryLoop(
    IDbContextFactory<GridDb> databases, EndAttempt end, IOptions<LeaseOptions> options, TimeProvider time, ILogger<ExpiryLoop> logger)
    : Loop(time, logger)
{
    private const int Batch = 200;

    private readonly TimeProvider _time = time;
    private bool _hasExtended;

    protected override Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(options.Value.Heartbeat / 2, _time, cancellationToken);

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        if (!_hasExtended)
            await ExtendAllAsync(cancellationToken);
        foreach (var lease in await LapsedAsync(cancellationToken))
            await end.RunAsync(lease, AttemptState.Expired, "lease.expired", cancellationToken);
    }

    private async Task ExtendAllAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var until = _time.GetUtcNow() + options.Value.Lasts;
        await db.Attempts.Where(attempt => attempt.State == AttemptState.Leased) // index state, lease until
            .ExecuteUpdateAsync(set => set.SetProperty(attempt => attempt.LeaseUntil, until), cancellationToken);
        _hasExtended = true;
    }

    private async Task<IReadOnlyList<LeaseClaim>> LapsedAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = _time.GetUtcNow();
        return await db.Attempts.Where(attempt => attempt.State == AttemptState.Leased && attempt.LeaseUntil <= now) // index state, lease until
            .OrderBy(attempt => attempt.LeaseUntil).Take(Batch)
            .Select(attempt => new LeaseClaim(attempt.Id, attempt.Fence, attempt.WorkerId)).ToListAsync(cancellationToken);
    }
}
