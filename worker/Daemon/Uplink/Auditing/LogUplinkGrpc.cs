using Grpc.Core;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Worker.Uplink.Auditing;

/// <summary>What the ledger's log holds about this machine.</summary>
internal sealed class LogUplinkGrpc(LedgerLog.LedgerLogClient log, CallsGrpc calls)
{
    /// <summary>The most that one page has.</summary>
    public const int MaxEntries = 256;

    /// <summary>A page of places and entries in the log's order; fewer than <see cref="MaxEntries"/> when there are no more. Null when the coordinator refuses or is away: then it is asked another time.</summary>
    public async Task<IReadOnlyList<(long Index, byte[] Entry)>?> ListOwnAsync(long from, CancellationToken cancellationToken)
    {
        try
        {
            var page = await log.ListOwnEntriesAsync(new() { FromIndex = from, Limit = MaxEntries }, calls.Plain(cancellationToken));
            return page.Entries.Select(entry => (entry.Index, entry.Entry.ToByteArray())).ToList();
        }
        catch (RpcException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
