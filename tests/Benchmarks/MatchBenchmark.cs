using BenchmarkDotNet.Attributes;
using LaionGrid.Coordinator.Leases;

namespace LaionGrid.Benchmarks;

/// <summary>What does it cost to find a worker for a job, among ten idle ones and among ten thousand?</summary>
[MemoryDiagnoser]
public class MatchBenchmark
{
    private static readonly string[] Bundles = ["pocket", "sd15", "sdxl"];

    private readonly IdleWorkers<int> _idle = new();
    private MatchWorker[] _workers = [];
    private MatchJob[] _jobs = [];

    [Params(10, 10_000)]
    public int Workers { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var random = new Random(7);
        _workers = [.. Enumerable.Range(0, Workers).Select(_ => new MatchWorker(
            4_096 * random.Next(1, 7), new HashSet<string>(Bundles[..random.Next(1, 4)]), Bundles[random.Next(3)], 1e6 * (1 + (50 * random.NextDouble())), 1))];
        _jobs = [.. Enumerable.Range(0, 200).Select(_ => new MatchJob(Bundles[random.Next(3)], 4_096 * random.Next(1, 3), 51_000_000))];
        for (var index = 0; index < Workers; index++)
            _idle.Add(index, _workers[index], 20e6);
    }

    /// <summary>One job to a worker, who comes back: the steady state of a dispatcher.</summary>
    [Benchmark]
    public bool TakeAndComeBack()
    {
        if (!_idle.TryTake(_jobs[0], may: null, out var worker))
            return false;
        _idle.Add(worker, _workers[worker], 20e6);
        return true;
    }

    /// <summary>200 jobs to all workers, the index built anew.</summary>
    [Benchmark]
    public int MatchTwoHundredFromNothing() => MatchPolicy.Match(_jobs, _workers).Count;
}
