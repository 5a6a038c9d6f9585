using LaionGrid.Arithmetic.Bookkeeping;
using LaionGrid.Arithmetic.Merkle;
using LaionGrid.Worker.Uplink.Auditing;
namespace LaionGrid.Worker.Audit;

/// <summary>What a whole log came to.</summary>
internal sealed record AuditedLog(long Entries, long Postings, int Accounts);

/// <summary>
/// Downloads the whole log, recomputes its root and every balance, and compares them with the signed checkpoint, with what this machine has seen, and with the balances that the
/// coordinator goes by. Memory grows with accounts and causes (16 bytes each), not with the log's bytes.
/// </summary>
internal sealed class FullAudit(LogFiles files, OpenLog log)
{
    private const int Ahead = 8; // bundles that are on their way while one is read

    private readonly GrowingTree _tree = new();
    private readonly LedgerReplay _replay = new();

    /// <param name="pages">From before the log was opened, so that it reaches as far as they do.</param>
    /// <exception cref="LogFaultException">Something does not agree.</exception>
    public async Task<AuditedLog> RunAsync(IReadOnlyList<BalancePage> pages, CancellationToken cancellationToken)
    {
        if (pages.Any(page => page.Size > log.Head.Size))
            throw new LogFaultException("The coordinator's balances are of a longer log than it shows.");
        var stops = pages.Select(page => page.Size).Append(log.Before?.Size ?? 0).Append(log.Head.Size).ToHashSet();
        await StopAsync(0, pages, stops);
        await foreach (var bundle in BundlesAsync(cancellationToken))
        {
            foreach (var entry in bundle)
            {
                await AddAsync(entry, cancellationToken);
                await StopAsync(_tree.Size, pages, stops);
            }
        }
        return new(_tree.Size, _replay.Postings, _replay.Balances.Count(pair => pair.Key.Book != BalancePage.Network && pair.Value != 0));
    }

    private async Task AddAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var index = _tree.Size;
        var problem = LedgerEntry.Parse(bytes.Span) is not { } entry
            ? bytes.IsEmpty ? "is gone: the log has its hash, but the coordinator no longer has the transaction" : "is not an entry"
            : _replay.Add(entry);
        if (problem is not null)
            throw new LogFaultException($"Entry {KnownLog.Count(index)} {problem}.{(await WasChangedAsync(index, bytes, cancellationToken) ? " It was changed after it was published." : "")}");
        _tree.Add(MerkleHash.OfLeaf(bytes.Span));
    }

    /// <summary>Compares all that is of the log at this size.</summary>
    private async Task StopAsync(long size, IReadOnlyList<BalancePage> pages, HashSet<long> stops)
    {
        if (!stops.Contains(size))
            return;
        if (size == log.Head.Size && _tree.Root != log.Head.Root)
            throw new LogFaultException(await FindChangeAsync() ?? "The log's entries do not give the root that is signed.");
        if (size == log.Before?.Size && _tree.Root != log.Before.Root)
            throw new LogFaultException($"The first {KnownLog.Count(size)} entries are not those that this machine saw.");
        foreach (var page in pages.Where(page => page.Size == size))
        {
            if (page.Compare(_replay.Balances) is { } difference)
                throw new LogFaultException(difference);
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<ReadOnlyMemory<byte>>> BundlesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var coming = new Queue<(TileName Name, Task<byte[]?> Bytes)>();
        for (long next = 0; ;)
        {
            while (coming.Count < Ahead && TileName.Of(TileName.Entries, next, log.Head.Size) is { } name)
            {
                coming.Enqueue((name, KnownLog.AskAsync(() => files.TileAsync(name, cancellationToken))));
                next++;
            }
            if (!coming.TryDequeue(out var first))
                yield break;
            yield return Read(first.Name, await first.Bytes);
        }
    }

    private static IReadOnlyList<ReadOnlyMemory<byte>> Read(TileName name, byte[]? bytes) =>
        (bytes is null ? null : EntryBundle.Read(bytes, name.Width)) ?? throw new LogFaultException($"The log cannot be read: {name.Path} is missing or spoilt.");

    /// <summary>Entries and root do not agree: which entry does not fit its hash?</summary>
    private async Task<string?> FindChangeAsync()
    {
        await foreach (var (index, bytes, hash) in WithHashesAsync())
        {
            if (MerkleHash.OfLeaf(bytes.Span) != hash)
                return $"Entry {KnownLog.Count(index)} ({LedgerEntry.Parse(bytes.Span)?.Cause}) was changed after it was published: it does not fit its hash in the log.";
        }
        return null;
    }

    private async IAsyncEnumerable<(long Index, ReadOnlyMemory<byte> Bytes, MerkleHash Hash)> WithHashesAsync()
    {
        var tile = 0L;
        await foreach (var bundle in BundlesAsync(CancellationToken.None))
        {
            var hashes = await HashesAsync(tile, CancellationToken.None);
            for (var within = 0; within < bundle.Count && within < hashes?.Count; within++)
                yield return (tile * TileName.FullWidth + within, bundle[within], hashes[within]);
            tile++;
        }
    }

    private async Task<bool> WasChangedAsync(long index, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        await HashesAsync(index / TileName.FullWidth, cancellationToken) is { } hashes && hashes[(int)(index % TileName.FullWidth)] != MerkleHash.OfLeaf(bytes.Span);

    private async Task<IReadOnlyList<MerkleHash>?> HashesAsync(long tile, CancellationToken cancellationToken) =>
        TileName.Of(0, tile, log.Head.Size) is { } name && await KnownLog.AskAsync(() => files.TileAsync(name, cancellationToken)) is { } bytes ? Tile.Read(bytes, name.Width) : null;
}
