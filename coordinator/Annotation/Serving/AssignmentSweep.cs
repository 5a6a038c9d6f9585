using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Annotation.Serving;

/// <summary>Deletes tasks that are over, two days after they were given: until then they say what somebody has seen, and what a repeated answer is answered. The answers stay.</summary>
internal sealed class AssignmentSweep(GridWriter writer, TimeProvider time, ILogger<AssignmentSweep> logger) : Loop(time, logger)
{
    private const int AtOnce = 1000;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(2);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(30);

    private readonly TimeProvider _time = time;

    protected override Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Interval, _time, cancellationToken);

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var before = _time.GetUtcNow() - Kept;
        while (await DeleteSomeAsync(before, cancellationToken) == AtOnce)
        {
            // Each step is a short transaction, so that others write between.
        }
    }

    private Task<int> DeleteSomeAsync(DateTimeOffset before, CancellationToken cancellationToken) => writer.RunAsync(async db =>
    {
        var ids = await db.Assignments.Where(one => one.AssignedAt < before).OrderBy(one => one.AssignedAt).Take(AtOnce).Select(one => one.Id).ToArrayAsync(cancellationToken); // index assigned at
        return ids.Length == 0 ? 0 : await db.Assignments.Where(one => ids.Contains(one.Id)).ExecuteDeleteAsync(cancellationToken);
    }, cancellationToken);
}
