using LaionGrid.Arithmetic.Bookkeeping;
using LaionGrid.Arithmetic.Merkle;
using LaionGrid.Worker.Uplink.Auditing;
namespace LaionGrid.Worker.Audit;

/// <summary>Gets a receipt for each transaction about this machine that the log has come to hold, and checks that those it has a receipt for still read as they did.</summary>
internal sealed class CollectReceipts(LogUplinkGrpc uplink, ReceiptBox box)
{
    /// <summary>Receipts for what is new since the last one kept.</summary>
    /// <returns>How many came.</returns>
    /// <exception cref="LogFaultException">An entry is not what the log's hashes say.</exception>
    public async Task<int> CollectAsync(OpenLog log, CancellationToken cancellationToken)
    {
        var (news, from) = (new Queue<(long Index, byte[] Entry)>(), box.Indexes is [.., var last] ? last + 1 : 0);
        while (await uplink.ListOwnAsync(from, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var entry in page.Where(entry => entry.Index < log.Head.Size)) // what came since the checkpoint is for the next time
            {
                news.Enqueue(entry);
                if (news.Count > box.Capacity) // a long history comes at once: its beginning would not be kept
                    news.Dequeue();
            }
            if (page.Count < LogUplinkGrpc.MaxEntries || page[^1].Index >= log.Head.Size)
                break;
            from = page[^1].Index + 1;
        }
        foreach (var (index, bytes) in news)
            box.Keep(await ProveAsync(log, index, bytes));
        box.Trim();
        return news.Count;
    }

    /// <summary>Compares each entry that there is a receipt for with what the coordinator has there today.</summary>
    /// <returns>How many receipts were held against the log; null when the coordinator did not list this machine's entries.</returns>
    /// <exception cref="LogFaultException">One is gone or reads otherwise, or a receipt is of another log.</exception>
    public async Task<int?> CompareAsync(OpenLog log, CancellationToken cancellationToken)
    {
        var (indexes, heads) = (box.Indexes, new HashSet<Checkpoint>());
        var today = new Dictionary<long, byte[]>();
        for (long? from = indexes is [var first, ..] ? first : null; from is not null;)
        {
            if (await uplink.ListOwnAsync(from.Value, cancellationToken) is not { } page)
                return null;
            foreach (var (index, entry) in page)
                today[index] = entry;
            from = page.Count == LogUplinkGrpc.MaxEntries ? page[^1].Index + 1 : null;
        }
        foreach (var index in indexes)
        {
            var receipt = ReceiptBox.Read(box.PathOf(index));
            if (receipt.Key.Text != log.Key.Text)
                throw new LogFaultException($"{box.PathOf(index)} is a receipt of another log ({receipt.Key}).");
            if (heads.Add(receipt.Head))
                await KnownLog.DemandBeginsWithAsync(log, receipt.Head, $"gave the receipt for entry {KnownLog.Count(index)}");
            if (!today.TryGetValue(index, out var entry) || entry.Length == 0)
                throw new LogFaultException($"Entry {KnownLog.Count(index)} ({receipt.Entry.Cause}) is gone: this machine has a receipt for it, {box.PathOf(index)}, and the coordinator no longer has the transaction.");
            if (!entry.AsSpan().SequenceEqual(receipt.Entry.Write()))
                throw new LogFaultException($"Entry {KnownLog.Count(index)} ({receipt.Entry.Cause}) was changed: it reads otherwise than in this machine's receipt, {box.PathOf(index)}.");
        }
        return indexes.Count;
    }

    private static async Task<Receipt> ProveAsync(OpenLog log, long index, byte[] bytes)
    {
        var name = KnownLog.Count(index);
        if (index < 0 || LedgerEntry.Parse(bytes) is not { } entry)
            throw new LogFaultException(bytes.Length == 0 ? $"Entry {name} about this machine is gone: the coordinator no longer has the transaction." : $"Entry {name} about this machine is not an entry.");
        var proof = await KnownLog.AskAsync(() => log.Tree.ProveInclusionAsync(index)) ?? throw new LogFaultException($"Entry {name} cannot be proved: the coordinator does not have all of the log's tiles.");
        var receipt = new Receipt(log.Key, log.Note, log.Head, index, proof, entry);
        return receipt.Proves ? receipt : throw new LogFaultException($"Entry {name} ({entry.Cause}) about this machine does not fit the log's hashes: it was changed after it was published.");
    }
}
