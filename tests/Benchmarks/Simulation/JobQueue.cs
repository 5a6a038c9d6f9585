using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;

namespace LaionGrid.Benchmarks.Simulation;

/// <summary>The queue as the database would order it: by tag, then by age, in a lane for each kind of work.</summary>
internal sealed class JobQueue
{
    private readonly PriorityQueue<SimulatedJob, (long Tag, long Order)>[] _lanes = [.. Work.All.Select(_ => new PriorityQueue<SimulatedJob, (long, long)>())];
    private readonly long?[] _lastFinish = new long?[Demand.People + 1];
    private readonly int[] _ofPerson = new int[Demand.People + 1];
    private long? _greatestStarted;
    private long _order;

    public int Count { get; private set; }

    public int CountOf(int person) => _ofPerson[person];

    public int CountInLane(int lane) => _lanes[lane].Count;

    /// <summary>The start tag of a person's next job, which is taken as given out.</summary>
    public long Tag(int person, long costMflop, int weight)
    {
        var tag = FairQueuePolicy.Start(VirtualTime(), _lastFinish[person]);
        _lastFinish[person] = FairQueuePolicy.Finish(tag, costMflop, weight);
        return tag;
    }

    public void Add(SimulatedJob job)
    {
        job.State = JobState.Queued;
        _lanes[job.WorkIndex].Enqueue(job, (job.Tag, _order++));
        _ofPerson[job.Person]++;
        Count++;
    }

    public void Requeue(SimulatedJob job)
    {
        job.Tag = FairQueuePolicy.Requeued(job.Tag, VirtualTime());
        Add(job);
    }

    /// <summary>The next job of all lanes that were not passed over.</summary>
    public SimulatedJob? Head(ReadOnlySpan<bool> passedOver)
    {
        (SimulatedJob Job, (long, long) Key)? best = null;
        for (var lane = 0; lane < _lanes.Length; lane++)
        {
            if (!passedOver[lane] && _lanes[lane].TryPeek(out var job, out var key) && (best is null || key.CompareTo(best.Value.Key) < 0))
                best = (job, key);
        }
        return best?.Job;
    }

    public void TakeHead(int lane)
    {
        var job = _lanes[lane].Dequeue();
        _greatestStarted = Math.Max(job.Tag, _greatestStarted ?? 0);
        _ofPerson[job.Person]--;
        Count--;
    }

    /// <summary>Jobs of the lane that are served before this tag. Looks at all of them: for a sample only.</summary>
    public int Ahead(int lane, long tag)
    {
        var ahead = 0;
        foreach (var (_, key) in _lanes[lane].UnorderedItems)
            ahead += key.Tag <= tag ? 1 : 0;
        return ahead;
    }

    public long VirtualTime() => FairQueuePolicy.VirtualTime(Head(stackalloc bool[_lanes.Length])?.Tag, _greatestStarted);
}
