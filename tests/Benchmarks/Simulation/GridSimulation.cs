using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Arrivals;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Leases;

namespace LaionGrid.Benchmarks.Simulation;

/// <summary>
/// A day of the grid, one event after the other, over the coordinator's own policies: fair queue, matching, deadlines, retries, estimates.
/// The same settings and seed always give the same result.
/// </summary>
internal sealed class GridSimulation(SimulationSettings settings)
{
    private const double BulkBeforePeakS = 600;
    private const double ShareWindowS = 1_800;
    private const double LeaseS = 20;
    private const double LateAgainS = 5;
    private const int MaxFailures = 4;
    private const int RefreshEvery = 10;

    /// <summary>Estimates made in a day: each looks at all jobs ahead.</summary>
    private const double EtasPerDay = 5_000;

    /// <summary>Half of the owners end the daemon politely; the other machines just vanish.</summary>
    private const double PoliteShare = 0.5;
    private const double RenderSigma = 0.1;
    private const double DownloadSigma = 0.7;
    private const double StragglerTimes = 4;
    private const double StragglerTail = 1.2;

    private readonly long _etaEvery = Math.Max(1, (long)(settings.PicturesPerDay / EtasPerDay));
    private readonly Chance _chance = new(settings.Seed);
    private readonly PriorityQueue<Happening, double> _agenda = new();
    private readonly JobQueue _queue = new();
    private readonly FairShare _share = new();
    private readonly VirtualPace _pace = new();
    private readonly int[] _unfinished = new int[Demand.People + 1];
    private readonly RecentRate[] _rates = [.. Work.All.Select(_ => new RecentRate())];
    private Demand _demand = null!; // set first thing in Run
    private Fleet _fleet = null!;
    private double _nowS;
    private int _minutes;

    public Tally Tally { get; } = new(settings);

    /// <summary>Jobs that somebody renders, or whose lease has yet to lapse.</summary>
    public long InWork { get; private set; }

    public SimulationReport Run()
    {
        (_demand, _fleet) = (new(settings, _chance), new(settings.Workers, _chance));
        _nowS = _demand.StartS;
        foreach (var worker in _fleet.Workers)
            Begin(worker);
        After(0, HappeningKind.Request);
        After(60, HappeningKind.Minute);
        if (settings.Bulk > 0)
            _agenda.Enqueue(new(HappeningKind.Bulk, null), Math.Max(_nowS, Demand.PeakS - BulkBeforePeakS));
        while (_agenda.TryDequeue(out var happening, out var atS) && atS <= _demand.EndS)
        {
            _nowS = atS;
            Play(happening);
        }
        return SimulationReport.Of(settings, Tally, _share, _queue.Count);
    }

    private void Begin(SimulatedWorker worker)
    {
        if (_fleet.StartsOnline())
        {
            _fleet.Join(worker);
            After(_fleet.SessionS() * _chance.Uniform(), HappeningKind.Leave, worker);
        }
        else
        {
            After(_fleet.AwayS() * _chance.Uniform(), HappeningKind.Join, worker);
        }
    }

    private void Play(Happening happening)
    {
        switch (happening.Kind)
        {
            case HappeningKind.Request: Request(); break;
            case HappeningKind.Bulk: Ask(Demand.BulkPerson, 0, settings.Bulk); break;
            case HappeningKind.Join: Join((SimulatedWorker)happening.Subject!); break;
            case HappeningKind.Leave: Leave((SimulatedWorker)happening.Subject!); break;
            case HappeningKind.End: End((SimulatedAttempt)happening.Subject!); break;
            case HappeningKind.Lapse: Lapse((SimulatedAttempt)happening.Subject!); break;
            case HappeningKind.Late: Late((SimulatedAttempt)happening.Subject!); break;
            default: Minute(); break;
        }
    }

    private void Request()
    {
        Ask(_demand.Person(), _demand.WorkIndex(), _demand.Count());
        After(_demand.UntilNextRequestS(_nowS), HappeningKind.Request);
    }

    private void Ask(int person, int work, int count)
    {
        Tally.Call(1);
        var (hasKey, hasContributed) = Demand.Standing(person);
        var weight = FairQueuePolicy.Weight(hasKey, hasContributed);
        for (var index = 0; index < count; index++)
        {
            var tag = _queue.Tag(person, Work.All[work].CostMflop, weight);
            var job = new SimulatedJob { Person = person, WorkIndex = work, SubmittedS = _nowS, Weight = weight, Tag = tag, IsFirst = _unfinished[person]++ == 0 };
            if (Tally.Submitted++ % _etaEvery == 0)
                job.Eta = Estimate(job);
            _queue.Add(job);
        }
        Dispatch();
    }

    private (TimeSpan Low, TimeSpan High)? Estimate(SimulatedJob job)
    {
        var work = job.WorkIndex;
        if (_fleet.SpeedsOf(SpeedBook.Any, job.Work.Lane.BundleId) is not { } speeds)
            return null;
        var service = (Fast: TimeSpan.FromSeconds(job.Work.CostMflop / speeds.Fast), Slow: TimeSpan.FromSeconds(job.Work.CostMflop / speeds.Slow));
        return EtaPolicy.Estimate(new(_queue.Ahead(work, job.Tag), _fleet.IdleFor(work), _fleet.OnlineFor(work), _rates[work].PerSecond(_nowS), _pace.Until(job.Tag), service.Fast, service.Slow));
    }

    private void Dispatch()
    {
        Span<bool> passedOver = stackalloc bool[Work.All.Length];
        while (_fleet.Idle > 0 && _queue.Head(passedOver) is { } job)
        {
            if (_fleet.Take(job.Work) is { } worker)
            {
                _queue.TakeHead(job.WorkIndex);
                _share.Lease(job);
                job.State = JobState.Leased;
                InWork++;
                job.First = Start(job, worker);
            }
            else
            {
                passedOver[job.WorkIndex] = true;
            }
        }
    }

    private SimulatedAttempt Start(SimulatedJob job, SimulatedWorker worker)
    {
        Tally.Lease(job, _nowS);
        var (work, bundle) = (job.Work, job.Work.Lane.BundleId);
        var preparation = worker.Warm == bundle ? 0 : worker.OnDisk.Contains(bundle) ? work.LoadSeconds : work.LoadSeconds + _chance.LogNormal(work.DownloadSeconds, DownloadSigma);
        worker.OnDisk.Add(bundle);
        worker.Warm = bundle;
        var render = work.CostMflop / worker.MflopPerSecond * _chance.LogNormal(1, RenderSigma);
        if (_chance.Uniform() < settings.Stragglers)
            render *= _chance.Pareto(StragglerTimes, StragglerTail);
        var fails = _chance.Uniform() < settings.Failures;
        var ends = _nowS + preparation + (fails ? render * _chance.Uniform() : render);
        var attempt = new SimulatedAttempt { Job = job, Worker = worker, StartedS = _nowS, PreparationS = preparation, Fails = fails };
        worker.Attempt = attempt;
        _agenda.Enqueue(new(HappeningKind.End, attempt), ends);
        var late = LateS(attempt);
        if (late < ends)
            _agenda.Enqueue(new(HappeningKind.Late, attempt), late);
        return attempt;
    }

    /// <summary>When the attempt counts as late by what is known now; soon to be asked again while nothing is.</summary>
    private double LateS(SimulatedAttempt attempt)
    {
        var (cost, bundle) = (attempt.Job.Work.CostMflop, attempt.Job.Work.Lane.BundleId);
        return _fleet.SpeedsOf(attempt.Worker.Card.Name, bundle) is { } speeds && _fleet.SpeedsOf(SpeedBook.Any, bundle) is { } others
            ? attempt.StartedS + DeadlinePolicy.LateAfter(cost, speeds, others).TotalSeconds
            : _nowS + LateAgainS;
    }

    private void Join(SimulatedWorker worker)
    {
        _fleet.Join(worker);
        After(_fleet.SessionS(), HappeningKind.Leave, worker);
        Dispatch();
    }

    /// <summary>A machine that vanishes in mid-render is noticed when its lease lapses.</summary>
    private void Leave(SimulatedWorker worker)
    {
        _fleet.Leave(worker);
        After(_fleet.AwayS(), HappeningKind.Join, worker);
        if (worker.Attempt is not { } attempt)
            return;
        worker.Attempt = null;
        if (_chance.Uniform() < PoliteShare)
        {
            Close(attempt, AttemptState.GivenBack, isLeaving: true);
            return;
        }
        attempt.State = AttemptState.Expired; // its end will never come; the coordinator knows nothing of it yet
        Tally.End(attempt, _nowS, isLeaving: true);
        After(LeaseS, HappeningKind.Lapse, attempt);
    }

    private void Lapse(SimulatedAttempt attempt) => Lost(attempt);

    private void End(SimulatedAttempt attempt)
    {
        if (attempt.State != AttemptState.Leased)
            return;
        var worker = attempt.Worker;
        if (attempt.Fails)
        {
            Close(attempt, AttemptState.Failed, isLeaving: false);
        }
        else
        {
            _fleet.Measure(attempt, _nowS);
            Close(attempt, AttemptState.Rendered, isLeaving: false);
        }
        _fleet.Rest(worker);
        Dispatch();
    }

    /// <summary>Ends an attempt, and what follows from it for the job.</summary>
    private void Close(SimulatedAttempt attempt, AttemptState state, bool isLeaving)
    {
        attempt.State = state;
        Tally.End(attempt, _nowS, isLeaving);
        if (state == AttemptState.Rendered)
            Finish(attempt);
        else
            Lost(attempt);
    }

    private void Finish(SimulatedAttempt attempt)
    {
        var job = attempt.Job;
        var other = job.First == attempt ? job.Second : job.First;
        Tally.SecondAttemptsFirst += job.Second == attempt ? 1 : 0;
        if (other is { State: AttemptState.Leased })
        {
            other.State = AttemptState.Stopped;
            Tally.End(other, _nowS, isLeaving: false);
            _fleet.Rest(other.Worker);
        }
        _rates[job.WorkIndex].Add(_nowS);
        Tally.Finish(job, _nowS);
        Conclude(job, JobState.Done);
    }

    /// <summary>No picture came of it. Its job waits on for the other attempt, or goes back to the queue, or is given up.</summary>
    private void Lost(SimulatedAttempt attempt)
    {
        var job = attempt.Job;
        if (JobLifecycle.IsFinal(job.State))
            return;
        var next = RetryPolicy.After(attempt.State, job.Failures, MaxFailures);
        job.Failures += RetryPolicy.Counts(attempt.State) ? 1 : 0;
        _ = job.First == attempt ? job.First = null : job.Second = null;
        if ((job.First ?? job.Second) is not null)
            return;
        if (next == JobEvent.GiveUp)
        {
            Tally.GivenUp++;
            Conclude(job, JobState.Failed);
            return;
        }
        InWork--;
        _queue.Requeue(job);
        Dispatch();
    }

    private void Conclude(SimulatedJob job, JobState state)
    {
        (job.State, job.First, job.Second) = (state, null, null);
        _unfinished[job.Person]--;
        InWork--;
    }

    /// <summary>Asked again as long as the attempt lives, for speeds and idle workers change. Behind the dispatcher no queued job fits any idle worker, so nothing else waits for those.</summary>
    private void Late(SimulatedAttempt attempt)
    {
        var job = attempt.Job;
        if (!settings.SecondAttempts || job.State != JobState.Leased || (job.First != attempt && job.Second != attempt))
            return;
        var late = LateS(attempt);
        if (late > _nowS)
        {
            _agenda.Enqueue(new(HappeningKind.Late, attempt), late);
            return;
        }
        if (DeadlinePolicy.MayTryTwice(isLate: true, job.LiveAttempts, _fleet.IdleFor(job.WorkIndex), waitingForThem: 0) && _fleet.Take(job.Work) is { } worker)
        {
            Tally.SecondAttempts++;
            var second = Start(job, worker);
            _ = job.First is null ? job.First = second : job.Second = second;
        }
        After(LateAgainS, HappeningKind.Late, attempt);
    }

    private void Minute()
    {
        Tally.Minute(_fleet.Online, _queue.Count);
        _share.Minute(_queue);
        _pace.Look(_nowS, _queue.VirtualTime());
        if (!_share.IsOpen && Math.Abs(_nowS - Demand.PeakS) < 30)
            _share.Open(_queue);
        else if (_share.IsOpen && _nowS > Demand.PeakS + ShareWindowS)
            _share.Close();
        if (++_minutes % RefreshEvery == 0)
            _fleet.Refresh();
        After(60, HappeningKind.Minute);
    }

    private void After(double seconds, HappeningKind kind, object? subject = null) => _agenda.Enqueue(new(kind, subject), _nowS + seconds);
}
