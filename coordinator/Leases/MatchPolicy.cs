using System.Collections.Frozen;

namespace LaionGrid.Coordinator.Leases;

/// <summary>What a waiting job asks of a worker.</summary>
/// <param name="NeedMiB">Memory, as <see cref="Jobs.Queue.Lane.NeedMiB"/> estimates it; 0 asks for none.</param>
internal readonly record struct MatchJob(string BundleId, long NeedMiB, long CostMflop)
{
    /// <summary>Whether its worker must know how to begin from a picture.</summary>
    public bool HasSource { get; init; }
}

/// <summary>What an idle worker has.</summary>
/// <param name="MemoryMiB">0: not known, and taken to be enough.</param>
/// <param name="WarmBundle">Empty when none is loaded.</param>
/// <param name="MflopPerSecond">Measured; 0 when not known yet.</param>
internal sealed record MatchWorker(long MemoryMiB, IReadOnlySet<string> BundlesOnDisk, string WarmBundle, double MflopPerSecond, int FreeSlots)
{
    /// <summary>Bundles that it is given no jobs of, wherever they lie.</summary>
    public IReadOnlySet<string> RefusedBundles { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Bundles that its disk has no room for.</summary>
    public IReadOnlySet<string> WithoutRoom { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Whether it knows how to begin from a picture.</summary>
    public bool TakesSources { get; init; }

    /// <summary>Whether it may have the bundle's jobs, and has it or could fetch it, and knows what the job asks.</summary>
    public bool CanTake(MatchJob job) => (TakesSources || !job.HasSource) && CanTake(job.BundleId);

    /// <summary>Whether it could do the job, busy or not.</summary>
    public bool Suits(MatchJob job) => CanTake(job) && (MemoryMiB <= 0 || MemoryMiB / MatchPolicy.MemoryStepMiB * MatchPolicy.MemoryStepMiB >= job.NeedMiB);

    private bool CanTake(string bundle) => !RefusedBundles.Contains(bundle) && (!WithoutRoom.Contains(bundle) || WarmBundle == bundle || BundlesOnDisk.Contains(bundle));
}

/// <summary>
/// Which waiting jobs go to which idle workers. Jobs are served in the order given. Each gets, among the workers whose memory, disk and knowledge fit, one
/// that is not slow before one that is; then the nearest to its bundle (in memory, on disk, to download); then the fastest.
/// A job that nobody can do is passed over, and those behind it go on. Pure.
/// </summary>
internal static class MatchPolicy
{
    /// <summary>Memory is rounded down to this: a desktop takes more of a card than is lost.</summary>
    public const long MemoryStepMiB = 256;

    /// <summary>A worker this many times slower than the median works only when no other is idle.</summary>
    public const double SlowTimes = 20;

    /// <summary>Pairs of indexes into both lists. Takes about (jobs + workers × bundles on disk) × log workers.</summary>
    public static IReadOnlyList<(int Job, int Worker)> Match(IReadOnlyList<MatchJob> jobs, IReadOnlyList<MatchWorker> workers)
    {
        var idle = new IdleWorkers<int>();
        var median = MedianSpeed(workers);
        for (var index = 0; index < workers.Count; index++)
            idle.Add(index, workers[index], median);
        var pairs = new List<(int, int)>();
        for (var index = 0; index < jobs.Count && idle.Count > 0; index++)
        {
            if (idle.TryTake(jobs[index], may: null, out var worker))
                pairs.Add((index, worker));
        }
        return pairs;
    }

    /// <summary>Of the known speeds, in MFLOP/s; 0 when none is known.</summary>
    public static double MedianSpeed(IEnumerable<MatchWorker> workers)
    {
        var known = workers.Select(worker => worker.MflopPerSecond).Where(speed => speed > 0).Order().ToArray();
        return known.Length == 0 ? 0 : known[known.Length / 2];
    }

    /// <summary>Whether it works only when no other is idle. One of unknown speed is given the chance to show it.</summary>
    public static bool IsSlow(double mflopPerSecond, double medianMflopPerSecond) =>
        mflopPerSecond > 0 && mflopPerSecond * SlowTimes < medianMflopPerSecond;
}
