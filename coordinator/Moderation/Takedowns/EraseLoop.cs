using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Moderation.Takedowns;

/// <summary>Gives the bytes of what was taken down up to the sweep when they were held long enough. The tombstone stays.</summary>
internal sealed partial class EraseLoop(GridWriter writer, TimeProvider time, ILogger<EraseLoop> logger) : Loop(time, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly TimeProvider _time = time;

    protected override Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Interval, _time, cancellationToken);

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var erased = await writer.RunAsync(db => db.Takedowns.Where(takedown => takedown.ErasedAt == null && takedown.RestoredAt == null && takedown.HeldUntil <= now) // index held until
            .ExecuteUpdateAsync(set => set.SetProperty(takedown => takedown.ErasedAt, now), cancellationToken), cancellationToken);
        if (erased > 0)
            LogErased(erased);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The bytes of {Count} pictures that were taken down are held no longer; the blob sweep deletes them.")]
    private partial void LogErased(int count);
}
