using System.Collections.Concurrent;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs.Arrivals;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Jobs.Queue;

/// <summary>
/// How long the queue is and how far its order has come, kept in memory so that nobody counts a million rows to add one. Its loop
/// counts them now and then, which takes in what other coordinators did. Safe to call from any thread.
/// </summary>
internal sealed class QueueGauge
{
    private readonly ConcurrentDictionary<string, long> _lanes = new(StringComparer.Ordinal);
    private long _queued;
    private long _virtualTime;

    /// <summary>Jobs waiting, as of a moment ago.</summary>
    public long Queued => Math.Max(0, Interlocked.Read(ref _queued));

    /// <summary>The start tag that the queue has come to; see <see cref="FairQueuePolicy"/>.</summary>
    public long VirtualTime => Interlocked.Read(ref _virtualTime);

    /// <inheritdoc cref="Queued"/>
    public long QueuedIn(string lane) => Math.Max(0, _lanes.GetValueOrDefault(lane));

    /// <summary>Jobs waiting in each lane in which any do.</summary>
    public IReadOnlyList<(string Lane, long Queued)> Lanes => [.. _lanes.Where(lane => lane.Value > 0).Select(lane => (lane.Key, lane.Value))];

    public void Joined(string lane, int jobs)
    {
        Interlocked.Add(ref _queued, jobs);
        _lanes.AddOrUpdate(lane, jobs, (_, before) => before + jobs);
    }

    public void Left(string lane, int jobs) => Joined(lane, -jobs);

    /// <summary>A job with this start tag was leased.</summary>
    public void Served(long startTag)
    {
        for (var before = VirtualTime; startTag > before; before = VirtualTime)
        {
            if (Interlocked.CompareExchange(ref _virtualTime, startTag, before) == before)
                return;
        }
    }

    /// <param name="lanes">Jobs waiting in each lane, and the least start tag among them.</param>
    public void Counted(IReadOnlyList<(string Lane, long Jobs, long Least)> lanes)
    {
        Interlocked.Exchange(ref _queued, lanes.Sum(lane => lane.Jobs));
        foreach (var lane in _lanes.Keys.Except(lanes.Select(one => one.Lane)))
            _lanes.TryRemove(lane, out _);
        foreach (var (lane, jobs, _) in lanes)
            _lanes[lane] = jobs;
        if (lanes.Count > 0)
            Served(lanes.Min(lane => lane.Least));
    }
}

/// <summary>Counts the queue at start and every half minute, and has every lane looked into in which something waits: the net under lost hints.</summary>
internal sealed class QueueGaugeLoop(IDbContextFactory<GridDb> databases, QueueGauge gauge, ServicePace pace, QueueSignal signal, TimeProvider time, ILogger<QueueGaugeLoop> logger) : Loop(time, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time = time;

    protected override Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Interval, _time, cancellationToken);

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var lanes = await db.Jobs.Where(job => job.State == JobState.Queued).GroupBy(job => job.Lane) // index lane, start tag
            .Select(group => new { Lane = group.Key, Jobs = group.LongCount(), Least = group.Min(job => job.StartTag) }).ToListAsync(cancellationToken);
        gauge.Counted(lanes.ConvertAll(lane => (lane.Lane, lane.Jobs, lane.Least)));
        pace.Look();
        foreach (var lane in lanes)
            signal.LookInto(lane.Lane);
        signal.LookIntoAudits();
    }
}
