using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;

namespace LaionGrid.Coordinator.Tests.Jobs.Queue;

/// <summary>One job of a <see cref="PlayedQueue"/>.</summary>
internal sealed record PlayedJob(string Requester, long CostMflop, int Weight, long Start, long Order)
{
    public long Finish => FairQueuePolicy.Finish(Start, CostMflop, Weight);
}

/// <summary>A queue served by tag, then by age: the least that the fair order needs to be seen at work.</summary>
internal sealed class PlayedQueue
{
    private readonly SortedSet<PlayedJob> _queued = new(Comparer<PlayedJob>.Create((one, other) => (one.Start, one.Order).CompareTo((other.Start, other.Order))));
    private readonly Dictionary<string, long> _lastFinishes = [];
    private long? _greatestStarted;
    private long _submitted;

    public int Count => _queued.Count;

    public IReadOnlyCollection<string> Requesters => _lastFinishes.Keys;

    public long VirtualTime => FairQueuePolicy.VirtualTime(_queued.Min?.Start, _greatestStarted);

    public PlayedJob Submit(string requester, long costMflop, int weight)
    {
        long? lastFinish = _lastFinishes.TryGetValue(requester, out var finish) ? finish : null;
        var job = new PlayedJob(requester, costMflop, weight, FairQueuePolicy.Start(VirtualTime, lastFinish), _submitted++);
        _lastFinishes[requester] = job.Finish;
        _queued.Add(job);
        return job;
    }

    /// <summary>One request for many pictures.</summary>
    /// <returns>Its last job.</returns>
    public PlayedJob SubmitMany(string requester, int count, long costMflop, int weight)
    {
        for (var index = 1; index < count; index++)
            Submit(requester, costMflop, weight);
        return Submit(requester, costMflop, weight);
    }

    public PlayedJob Serve()
    {
        var job = _queued.Min!;
        _queued.Remove(job);
        _greatestStarted = Math.Max(job.Start, _greatestStarted ?? 0);
        return job;
    }
}
