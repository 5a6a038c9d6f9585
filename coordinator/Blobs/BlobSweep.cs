using LaionGrid.Coordinator.Edge;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Blobs;

/// <summary>
/// Clears away what nothing refers to, and never what something does: an old blob without a reference is set aside, where it can
/// still be read, and deleted only if nothing refers to it a whole grace later. So a put that finds its blob there needs to do
/// nothing, whatever a sweep is about to do: there is a grace left to write the row that refers to it.
/// </summary>
/// <remarks>Each turn takes the hashes of one first byte, so a round is spread over a day.</remarks>
internal sealed partial class BlobSweep(
    IBlobStore store, IEnumerable<IBlobReferences> references, IOptions<BlobsOptions> options, TimeProvider time, ILogger<BlobSweep> logger) : Loop(time, logger)
{
    private const int Parts = 256;
    private const int Batch = 500;

    private static readonly TimeSpan Round = TimeSpan.FromDays(1);

    private readonly TimeProvider _time = time;
    private int _next = Random.Shared.Next(Parts); // however often it is restarted, every part has its turn

    protected override Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Round / Parts, _time, cancellationToken);

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await SweepAsync($"{_next:x2}", cancellationToken);
        _next = (_next + 1) % Parts;
    }

    /// <summary>Sweeps the blobs whose hash begins with these two hex digits.</summary>
    public async Task SweepAsync(string prefix, CancellationToken cancellationToken)
    {
        var before = _time.GetUtcNow() - options.Value.SweepAfter;
        await store.DeleteRemnantsAsync(prefix, before, cancellationToken);
        await ClearAsideAsync(prefix, before, cancellationToken);
        await SetAsideAsync(prefix, before, cancellationToken);
    }

    private async Task ClearAsideAsync(string prefix, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await foreach (var batch in store.ListAsync(BlobShelf.Aside, prefix, before, cancellationToken).Chunk(Batch).WithCancellation(cancellationToken))
        {
            var referenced = await ReferencedAsync(batch, cancellationToken);
            foreach (var blob in referenced)
                await store.PutBackAsync(blob, cancellationToken);
            foreach (var blob in batch.Except(referenced))
                await store.DeleteAsideAsync(blob, cancellationToken);
            LogCleared(batch.Length - referenced.Count, referenced.Count);
        }
    }

    private async Task SetAsideAsync(string prefix, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await foreach (var batch in store.ListAsync(BlobShelf.Kept, prefix, before, cancellationToken).Chunk(Batch).WithCancellation(cancellationToken))
        {
            var rubbish = batch.Except(await ReferencedAsync(batch, cancellationToken)).ToList();
            foreach (var blob in rubbish)
                await store.SetAsideAsync(blob, cancellationToken);
            if (rubbish.Count > 0)
                LogSetAside(rubbish.Count);
        }
    }

    private async Task<IReadOnlyCollection<string>> ReferencedAsync(IReadOnlyCollection<string> sha256s, CancellationToken cancellationToken)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in references)
            found.UnionWith(await one.FindAsync(sha256s, cancellationToken));
        return found;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Deleted} blobs that nothing refers to were deleted, and {PutBack} kept again, as something does.")]
    private partial void LogCleared(int deleted, int putBack);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} blobs that nothing refers to were set aside. They are deleted after Blobs:SweepAfterHours.")]
    private partial void LogSetAside(int count);
}
