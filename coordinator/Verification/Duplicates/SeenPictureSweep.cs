using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Duplicates;

/// <summary>Forgets pictures that nobody would copy any more.</summary>
internal sealed class SeenPictureSweep(GridWriter writer, IOptions<VerificationOptions> options, TimeProvider time, ILogger<SeenPictureSweep> logger) : Loop(time, logger)
{
    private const int Batch = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly TimeProvider _time = time;

    protected override Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Interval, _time, cancellationToken);

    /// <summary>Forgets all there are, a batch in each transaction, so that nobody waits long behind one.</summary>
    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var before = Guid.CreateVersion7(_time.GetUtcNow().AddDays(-options.Value.KeepSeenDays)); // ids sort by time
        for (var last = Batch; last == Batch;)
            last = await writer.RunAsync(db => db.ExecuteRowsAsync(
                $"""DELETE FROM seen_pictures WHERE "AttemptId" IN (SELECT s."AttemptId" FROM seen_pictures s WHERE s."AttemptId" < @a0 ORDER BY s."AttemptId" LIMIT {Batch} {writer.SkipLocked("s")})""", // primary key
                [], [before], cancellationToken), cancellationToken);
    }
}
