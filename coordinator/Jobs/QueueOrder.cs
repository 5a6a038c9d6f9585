using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>Finds where new jobs stand in the queue's order.</summary>
internal sealed class QueueOrder(QueueGauge gauge)
{
    /// <summary>The places that these requesters' next jobs may take. What a requester is owed is known from its waiting jobs alone.</summary>
    public async Task<QueuePlaces> PlacesAsync(GridDb db, IEnumerable<string> requesters, CancellationToken cancellationToken)
    {
        var rows = requesters.Distinct(StringComparer.Ordinal).Select(one => new object?[] { one }).ToList();
        var finishes = rows.Count == 0 ? [] : await db.QueryRowsAsync(
            """
            WITH asking(requester) AS (VALUES {rows})
            SELECT requester, (SELECT MAX("FinishTag") FROM jobs WHERE "State" = 'Queued' AND "Requester" = requester) FROM asking
            """, // index requester, finish tag
            rows, [], row => (Requester: row.GetString(0), Finish: row.IsDBNull(1) ? (long?)null : row.GetInt64(1)), cancellationToken);
        return new(gauge.VirtualTime, finishes.Where(row => row.Finish is not null).ToDictionary(row => row.Requester, row => row.Finish!.Value)); // filtered
    }
}

/// <summary>Hands out start and finish tags, one after the other.</summary>
internal sealed class QueuePlaces(long virtualTime, Dictionary<string, long> finishes)
{
    public (long Start, long Finish) Next(string requester, long costMflop, int weight)
    {
        var start = FairQueuePolicy.Start(virtualTime, finishes.TryGetValue(requester, out var last) ? last : null);
        var finish = FairQueuePolicy.Finish(start, costMflop, weight);
        finishes[requester] = finish;
        return (start, finish);
    }
}
