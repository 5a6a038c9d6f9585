using LaionGrid.Contracts.V1;
using static LaionGrid.Coordinator.Tests.Hostile.HostileRow;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>Places that the ledger's log has not.</summary>
internal static class LogRows
{
    private const string List = "LedgerLog/ListOwnEntries";

    public static IEnumerable<HostileRow> All =>
    [
        .. new[] { -1, long.MinValue }.SelectMany(index => Of(List, "index.out_of_range", ($"from {index}", Spoilt<ListOwnEntriesRequest>(List, list => list.FromIndex = index)))),
        .. new[] { -1, 257, int.MaxValue }.SelectMany(limit => Of(List, "limit.out_of_range", ($"a page of {limit}", Spoilt<ListOwnEntriesRequest>(List, list => list.Limit = limit)))),
    ];
}
