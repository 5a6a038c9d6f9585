using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Jobs.Queue;

/// <summary>
/// Says that there may be something new, here and at the other coordinators: to the dispatcher when work waits, to the watchers of a
/// request when it moved. A hint in memory; what is true stands in the database, so a lost hint loses nothing.
/// </summary>
internal sealed class QueueSignal
{
    private const string WorkLine = "work ";
    private const string MovedLine = "moved ";
    private const string EndedLine = "ended ";
    private const string StepLine = "step ";
    private const string AuditLine = "audit";

    private readonly Lock _lock = new();
    private readonly Dictionary<RequestId, List<Watcher>> _watchers = [];
    private readonly ConcurrentDictionary<string, byte> _lanes = new(StringComparer.Ordinal);
    private readonly ReplicaBus _bus;
    private int _audits = 1; // what waited before the start

    public QueueSignal(ReplicaBus bus)
    {
        _bus = bus;
        bus.Heard += Hear;
        bus.Missed += Everything;
    }

    /// <summary>Wakes the dispatcher.</summary>
    public Signal Work { get; } = new();

    /// <summary>Pictures were taken down, withdrawn, hidden, deleted or recalled.</summary>
    public Departures Departed { get; } = new();

    /// <summary>An attempt was ended by somebody else than its worker: nobody wants its picture any more.</summary>
    public event Action<AttemptId>? Ended;

    /// <summary>A worker at another coordinator is at this step.</summary>
    public event Action<JobId, int>? SteppedElsewhere;

    /// <summary>Jobs joined this lane of the queue.</summary>
    public void WorkCame(string lane)
    {
        LookInto(lane);
        _bus.Send($"{WorkLine}{lane}");
    }

    /// <summary>There may be work in this lane, as far as is known here.</summary>
    public void LookInto(string lane)
    {
        _lanes[lane] = 0;
        Work.Set();
    }

    /// <summary>Work may still wait in these lanes, but there is no use in looking before something changes.</summary>
    public void PutBack(IEnumerable<string> lanes)
    {
        foreach (var lane in lanes)
            _lanes[lane] = 0;
    }

    /// <summary>The lanes in which work may wait. Whoever takes them looks into them, or puts them back.</summary>
    public IReadOnlyList<string> TakeLanes() => _lanes.Keys.Where(lane => _lanes.TryRemove(lane, out _)).ToList();

    /// <summary>Whether rendered attempts may wait for a referee; taking the answer resets it.</summary>
    public bool TakeAudits() => Interlocked.Exchange(ref _audits, 0) == 1;

    /// <summary>A rendered attempt waits for a referee.</summary>
    public void AuditCame()
    {
        LookIntoAudits();
        _bus.Send(AuditLine);
    }

    /// <summary>There may be an attempt that waits for a referee, as far as is known here.</summary>
    public void LookIntoAudits()
    {
        Interlocked.Exchange(ref _audits, 1);
        Work.Set();
    }

    /// <summary>Some may still wait, but there is no use in looking before something changes.</summary>
    public void PutBackAudits() => Interlocked.Exchange(ref _audits, 1);

    public void AttemptEnded(AttemptId attempt)
    {
        Ended?.Invoke(attempt);
        _bus.Send($"{EndedLine}{attempt}");
    }

    /// <summary>This request moved.</summary>
    public void Moved(RequestId request)
    {
        Wake(request);
        _bus.Send($"{MovedLine}{request}");
    }

    /// <summary>A worker here is at this step of one of the request's jobs.</summary>
    public void Stepped(RequestId request, JobId job, int step)
    {
        Wake(request);
        _bus.Send(string.Create(CultureInfo.InvariantCulture, $"{StepLine}{request} {job} {step}"));
    }

    public Watcher Watch(RequestId request)
    {
        var watcher = new Watcher(request, this);
        lock (_lock)
            (CollectionsMarshal.GetValueRefOrAddDefault(_watchers, request, out _) ??= []).Add(watcher);
        return watcher;
    }

    private void Hear(string line)
    {
        if (line.StartsWith(WorkLine, StringComparison.Ordinal))
            LookInto(line[WorkLine.Length..]);
        else if (line == AuditLine)
            LookIntoAudits();
        else if (line.StartsWith(MovedLine, StringComparison.Ordinal) && Ids.Read<RequestId>(line[MovedLine.Length..]) is { } request)
            Wake(request);
        else if (line.StartsWith(EndedLine, StringComparison.Ordinal) && Ids.Read<AttemptId>(line[EndedLine.Length..]) is { } attempt)
            Ended?.Invoke(attempt);
        else if (line.StartsWith(StepLine, StringComparison.Ordinal) && line.Split(' ') is [_, var moved, var job, var step])
            HearStep(Ids.Read<RequestId>(moved), Ids.Read<JobId>(job), step);
    }

    private void HearStep(RequestId? request, JobId? job, string step)
    {
        if (request is not { } moved || job is not { } at)
            return;
        SteppedElsewhere?.Invoke(at, int.Parse(step, CultureInfo.InvariantCulture));
        Wake(moved);
    }

    private void Everything()
    {
        LookIntoAudits();
        lock (_lock)
        {
            foreach (var watcher in _watchers.Values.SelectMany(watchers => watchers))
                watcher.Signal.Set();
        }
    }

    private void Wake(RequestId request)
    {
        lock (_lock)
        {
            foreach (var watcher in _watchers.GetValueOrDefault(request, []))
                watcher.Signal.Set();
        }
    }

    private void Leave(Watcher watcher)
    {
        lock (_lock)
        {
            if (_watchers.GetValueOrDefault(watcher.Request) is { } watchers && watchers.Remove(watcher) && watchers.Count == 0)
                _watchers.Remove(watcher.Request);
        }
    }

    /// <summary>One reader of one request; dispose it to stop.</summary>
    internal sealed class Watcher(RequestId request, QueueSignal owner) : IDisposable
    {
        public RequestId Request => request;

        public Signal Signal { get; } = new();

        public void Dispose() => owner.Leave(this);
    }
}
