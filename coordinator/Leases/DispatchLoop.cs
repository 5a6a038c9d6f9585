using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Leases;

/// <summary>Pushes offers to attending workers as soon as there is a job and a worker. Woken by both; looks at the database only when somebody is idle.</summary>
internal sealed class DispatchLoop(
    IDbContextFactory<GridDb> databases, WaitingRoom room, QueueSignal queue, IOptions<LeaseOptions> options, TimeProvider time, ILogger<DispatchLoop> logger)
    : Loop(time, logger)
{
    private readonly TimeProvider _time = time;

    /// <summary>Also looks after an offer may have lapsed unclaimed.</summary>
    protected override Task WaitAsync(CancellationToken cancellationToken) => queue.Work.WaitAsync(options.Value.OfferLasts, _time, cancellationToken);

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await OfferAsync(WorkerRole.Referee, cancellationToken);
        await OfferAsync(WorkerRole.Volunteer, cancellationToken);
    }

    private async Task OfferAsync(WorkerRole role, CancellationToken cancellationToken)
    {
        var idle = room.Idle(role);
        if (idle > 0)
            room.Offer(await WaitingAsync(role, idle, cancellationToken), role);
    }

    /// <summary>The oldest waiting jobs; some may be on offer already, so more are read than there are idle workers.</summary>
    private async Task<IReadOnlyList<WaitingJob>> WaitingAsync(WorkerRole role, int idle, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var purpose = role == WorkerRole.Referee ? AttemptPurpose.Recheck : AttemptPurpose.Render;
        var requests = db.Requests;
        return await db.Jobs.Where(ClaimWork.Waits(purpose)) // index state, audit, queued at
            .OrderBy(job => job.QueuedAt).Take((2 * idle) + 16)
            .Join(requests, job => job.RequestId, request => request.Id, (job, request) => new { job, request.Settings.BundleId })
            .OrderBy(row => row.job.QueuedAt)
            .Select(row => new WaitingJob(row.job.Id, purpose, row.BundleId, row.job.CostMflop))
            .ToListAsync(cancellationToken);
    }
}
