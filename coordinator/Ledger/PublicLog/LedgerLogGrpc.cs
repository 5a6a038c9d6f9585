using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using Refusal = LaionGrid.Coordinator.Edge.Refusal;

namespace LaionGrid.Coordinator.Ledger.PublicLog;

/// <summary>What the log holds about the machine that asks, on the wire.</summary>
internal sealed class LedgerLogGrpc(ReadLog log) : LedgerLog.LedgerLogBase
{
    private const int MaxEntries = 256;

    public override async Task<ListOwnEntriesResponse> ListOwnEntries(ListOwnEntriesRequest request, ServerCallContext context)
    {
        var caller = context.Require(KeyRole.Worker, KeyRole.Referee);
        if (caller.Holder is not { } holder)
            throw CallersGrpc.NotAllowed.ToRpc();
        if (request.FromIndex < 0)
            throw Refusal.Invalid("index.out_of_range", "from_index", "The log's places begin at 0.").ToRpc();
        if (request.Limit is < 0 or > MaxEntries)
            throw Refusal.Invalid("limit.out_of_range", "limit", $"A page has at most {MaxEntries} entries.").ToRpc();
        var entries = await log.OwnAsync(holder, request.FromIndex, request.Limit == 0 ? MaxEntries : request.Limit, context.CancellationToken);
        return new() { Entries = { entries.Select(one => new OwnEntry { Index = one.Index, Entry = ByteString.CopyFrom(one.Entry) }) } };
    }
}
