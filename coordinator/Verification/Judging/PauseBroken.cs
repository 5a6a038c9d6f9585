using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Storage;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Judging;

/// <summary>
/// Gives no work to machines whose pictures come out black or broken again and again: a card or a driver that fails is no fraud and costs no trust,
/// but people wait meanwhile.
/// </summary>
internal sealed partial class PauseBroken(GridWriter writer, PauseSignal pauses, IOptions<VerificationOptions> options, TimeProvider time, ILogger<PauseBroken> logger)
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var paused = await writer.RunAsync(db => db.QueryRowsAsync(
            """
            UPDATE workers SET "SuspendedUntil" = @a1 WHERE "SuspendedUntil" IS NULL AND "Id" IN (
                SELECT a."WorkerId" FROM attempts a WHERE a."State" = 'Failed' AND a."FailureCode" = 'picture.bad' AND a."EndedAt" > @a0
                GROUP BY a."WorkerId" HAVING COUNT(*) >= @a2)
            RETURNING "Id"
            """, // index broken
            [], [(now - Window).ToMicroseconds(), (now + Window).ToMicroseconds(), options.Value.BrokenPictures], row => row.ReadId<WorkerId>(0), cancellationToken), cancellationToken);
        foreach (var worker in paused)
        {
            LogPaused(worker, options.Value.BrokenPictures);
            pauses.Paused(worker, true);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Worker {Worker} made {Count} black or broken pictures within a day; it is given no work for a day. Its owner should look at its driver, or render in single precision.")]
    private partial void LogPaused(WorkerId worker, int count);
}
