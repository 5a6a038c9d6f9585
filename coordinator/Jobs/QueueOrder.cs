using System.Collections.Concurrent;
using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>
/// Finds where new jobs stand in the queue's order. What a requester has had before is remembered for as long as it matters, that is until
/// the queue's virtual time has come that far; a restart forgets it but for the jobs that wait, which costs a little fairness once.
/// </summary>
internal sealed class QueueOrder(QueueGauge gauge)
{
    private const int PruneAt = 50_000;

    private readonly ConcurrentDictionary<string, long> _finishes = new(StringComparer.Ordinal);

    /// <summary>The places that these requesters' next jobs may take.</summary>
    public async Task<QueuePlaces> PlacesAsync(GridDb db, IEnumerable<string> requesters, CancellationToken cancellationToken)
    {
        var rows = requesters.Distinct(StringComparer.Ordinal).Select(one => new object?[] { one }).ToList();
        var waiting = rows.Count == 0 ? [] : await db.QueryRowsAsync(
            """
            WITH asking(requester) AS (VALUES {rows})
            SELECT requester, (SELECT MAX("FinishTag") FROM jobs WHERE "State" = 'Queued' AND "Requester" = asking.requester) FROM asking
            """, // index requester, finish tag
            rows, [], row => (Requester: row.GetString(0), Finish: row.IsDBNull(1) ? 0 : row.GetInt64(1)), cancellationToken);
        return new(gauge.VirtualTime, waiting.ToDictionary(row => row.Requester, row => Math.Max(row.Finish, _finishes.GetValueOrDefault(row.Requester))));
    }

    /// <summary>These places were taken.</summary>
    public void Taken(IEnumerable<Job> jobs)
    {
        foreach (var job in jobs)
            _finishes.AddOrUpdate(job.Requester, job.FinishTag, (_, before) => Math.Max(before, job.FinishTag));
        if (_finishes.Count < PruneAt)
            return;
        foreach (var past in _finishes.Where(finish => finish.Value <= gauge.VirtualTime))
            _finishes.TryRemove(past);
        if (_finishes.Count >= PruneAt)
            _finishes.Clear(); // so many are owed that no one stands out
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
