using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Leases;

namespace LaionGrid.Benchmarks.Simulation;

/// <summary>The volunteers' machines, who of them is idle, and how fast they were measured to be.</summary>
internal sealed class Fleet
{
    /// <summary>Machines come for hours, seldom for days; stay away longer. A third is online. Log-normal, as availability of hosts mostly is.</summary>
    private const double OnlineMedianS = 2 * 3_600;
    private const double OnlineSigma = 1.2;
    private const double AwayMedianS = 5 * 3_600;
    private const double AwaySigma = 1;
    private const double OnlineShare = 1.0 / 3;
    private const double ClockSigma = 0.15;
    private const double Smoothing = 0.2;

    private readonly IdleWorkers<SimulatedWorker> _idle = new();
    private readonly SpeedBook _speeds = new();
    private readonly Chance _chance;
    private readonly int[] _idleFor = new int[Work.All.Length];
    private readonly int[] _onlineFor = new int[Work.All.Length];

    public Fleet(int workers, Chance chance)
    {
        _chance = chance;
        var shares = Card.All.Select(card => card.Share).ToArray();
        Workers = [.. Enumerable.Range(0, workers).Select(_ => Make(Card.All[chance.Index(shares)]))];
    }

    public IReadOnlyList<SimulatedWorker> Workers { get; }

    public int Online { get; private set; }

    public int Idle => _idle.Count;

    public int IdleFor(int work) => _idleFor[work];

    public int OnlineFor(int work) => _onlineFor[work];

    public bool StartsOnline() => _chance.Uniform() < OnlineShare;

    public double SessionS() => _chance.LogNormal(OnlineMedianS, OnlineSigma);

    public double AwayS() => _chance.LogNormal(AwayMedianS, AwaySigma);

    public SpeedQuantiles? SpeedsOf(string card, string bundle) => _speeds.Find(card, bundle);

    public void Join(SimulatedWorker worker)
    {
        worker.IsOnline = true;
        worker.Warm = "";
        Online++;
        Count(_onlineFor, worker, 1);
        Rest(worker);
    }

    public void Leave(SimulatedWorker worker)
    {
        worker.IsOnline = false;
        Online--;
        Count(_onlineFor, worker, -1);
        if (_idle.Remove(worker))
            Count(_idleFor, worker, -1);
    }

    /// <summary>It has nothing to do, and waits for an offer if it is there at all.</summary>
    public void Rest(SimulatedWorker worker)
    {
        worker.Attempt = null;
        if (!worker.IsOnline)
            return;
        var known = worker.Measured > 0 ? worker.Measured : _speeds.Find(worker.Card.Name, SpeedBook.Any)?.Median ?? 0;
        var median = _speeds.Find(SpeedBook.Any, SpeedBook.Any)?.Median ?? 0;
        _idle.Add(worker, new(worker.Card.MemoryMiB, worker.OnDisk, worker.Warm, known, FreeSlots: 1), median);
        Count(_idleFor, worker, 1);
    }

    /// <summary>Those not measured yet count as their card does, which may be known better by now.</summary>
    public void Refresh()
    {
        foreach (var worker in Workers)
        {
            if (worker.Measured == 0 && _idle.Remove(worker))
            {
                Count(_idleFor, worker, -1);
                Rest(worker);
            }
        }
    }

    public SimulatedWorker? Take(Work work)
    {
        if (!_idle.TryTake(new(work.Lane.BundleId, work.NeedMiB, work.CostMflop), may: null, out var worker))
            return null;
        Count(_idleFor, worker, -1);
        return worker;
    }

    public void Measure(SimulatedAttempt attempt, double nowS)
    {
        var (worker, work, took) = (attempt.Worker, attempt.Job.Work, Math.Max(1e-3, nowS - attempt.StartedS));
        _speeds.Add(worker.Card.Name, work.Lane.BundleId, work.CostMflop, TimeSpan.FromSeconds(took));
        var speed = work.CostMflop / took;
        worker.Measured = worker.Measured == 0 ? speed : worker.Measured + (Smoothing * (speed - worker.Measured));
    }

    private SimulatedWorker Make(Card card)
    {
        var worker = new SimulatedWorker { Card = card, MflopPerSecond = _chance.LogNormal(card.MflopPerSecond, ClockSigma), OnDisk = [Work.All[0].Lane.BundleId] };
        if (worker.Fits(Work.All[^1]) && _chance.Uniform() < 0.7)
            worker.OnDisk.Add(Work.All[^1].Lane.BundleId);
        return worker;
    }

    private static void Count(int[] counts, SimulatedWorker worker, int change)
    {
        for (var work = 0; work < counts.Length; work++)
            counts[work] += worker.Fits(Work.All[work]) ? change : 0;
    }
}
