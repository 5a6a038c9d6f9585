using System.Collections.Concurrent;
using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Jobs.Queue;

/// <summary>
/// Finds where new jobs stand in the queue's order. What a requester has had before is remembered for as long as it matters, that is until
/// the queue's virtual time has come that far; a restart forgets it but for the jobs that wait, which costs a little fairness once.
/// </summary>
internal sealed class QueueOrder(QueueGauge gauge)
{
    private const int PruneAt = 50_000;

    private readonly ConcurrentDictionary<string, long> _finishes = new(StringComparer.Ordinal);

    /// <summary>The places that these requesters' next jobs may take, and how much each has waiting.</summary>
    /// <param name="countTo">Waiting jobs are counted no further.</param>
    public async Task<QueuePlaces> PlacesAsync(GridDb db, IEnumerable<string> requesters, int countTo, CancellationToken cancellationToken)
    {
        var rows = requesters.Distinct(StringComparer.Ordinal).Select(one => new object?[] { one }).ToList();
        var waiting = rows.Count == 0 ? [] : await db.QueryRowsAsync(
            """
            WITH asking(requester) AS (VALUES {rows})
            SELECT requester, (SELECT MAX("FinishTag") FROM jobs WHERE "State" = 'Queued' AND "Requester" = asking.requester),
              (SELECT COUNT(*) FROM (SELECT 1 FROM jobs WHERE "State" = 'Queued' AND "Requester" = asking.requester LIMIT @a0) AS few)
            FROM asking
            """, // index requester, finish tag
            rows, [countTo], row => (Requester: row.GetString(0), Finish: row.IsDBNull(1) ? 0 : row.GetInt64(1), Jobs: (int)row.GetInt64(2)), cancellationToken);
        return new(
            gauge.VirtualTime, waiting.ToDictionary(row => row.Requester, row => Math.Max(row.Finish, _finishes.GetValueOrDefault(row.Requester))),
            waiting.ToDictionary(row => row.Requester, row => row.Jobs));
    }

    /// <summary>The places that a requester's next jobs would take, as far as memory tells.</summary>
    public QueuePlaces Expected(string requester) => new(gauge.VirtualTime, _finishes.TryGetValue(requester, out var finish) ? new() { [requester] = finish } : [], []);

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
internal sealed class QueuePlaces(long virtualTime, Dictionary<string, long> finishes, Dictionary<string, int> waiting)
{
    /// <summary>Jobs that the requester has in line, those that places were handed out for among them.</summary>
    public int WaitingOf(string requester) => waiting.GetValueOrDefault(requester);

    /// <summary>As the other, and paid out of a purse where that helps: then it starts where a newcomer's would, and the requester's next is where it was.</summary>
    public (long Start, long Finish, long PaidMflop) Next(string requester, long costMflop, int weight, PriorityPurse purse)
    {
        var debt = finishes.GetValueOrDefault(requester, virtualTime) - virtualTime;
        var paid = purse.Pay(costMflop, debt, weight);
        if (paid == 0)
        {
            var (start, finish) = Next(requester, costMflop, weight);
            return (start, finish, 0);
        }
        waiting[requester] = WaitingOf(requester) + 1;
        return (virtualTime, FairQueuePolicy.Finish(virtualTime, costMflop, weight), paid);
    }

    public (long Start, long Finish) Next(string requester, long costMflop, int weight)
    {
        var start = FairQueuePolicy.Start(virtualTime, finishes.TryGetValue(requester, out var last) ? last : null);
        var finish = FairQueuePolicy.Finish(start, costMflop, weight);
        finishes[requester] = finish;
        waiting[requester] = WaitingOf(requester) + 1;
        return (start, finish);
    }
}
