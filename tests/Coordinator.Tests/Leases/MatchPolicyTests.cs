using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Leases;

namespace LaionGrid.Coordinator.Tests.Leases;

public sealed class MatchPolicyTests
{
    private static readonly string[] Bundles = ["pocket", "large", "other"];

    [Fact]
    public void Match_AmongAbleWorkers_TakesTheNearestThenTheFastest() => Assert.Equal(
        [(0, 3), (1, 1), (2, 2), (3, 0)],
        MatchPolicy.Match(
            [Job(), Job(), Job(), Job()],
            [Worker(speed: 900), Worker(disk: "pocket", speed: 200), Worker(disk: "pocket", speed: 100), Worker(warm: "pocket", speed: 50)]));

    [Fact]
    public void Match_AJobNobodyCanDo_IsPassedOver() =>
        Assert.Equal([(1, 0)], MatchPolicy.Match([Job(need: 20_000), Job(need: 4_000)], [Worker(memory: 8_188)]));

    [Fact]
    public void Match_AWorkerThatDoesNotTellItsMemory_FitsAll() => Assert.Equal([(0, 0)], MatchPolicy.Match([Job(need: 20_000)], [Worker(memory: 0)]));

    [Fact]
    public void Match_AWorkerWithoutRoomForTheBundle_GetsOnlyWhatItHas()
    {
        var full = Worker(disk: "pocket") with { WithoutRoom = new HashSet<string> { "pocket", "large" } };

        Assert.Equal([(1, 0)], MatchPolicy.Match([Job() with { BundleId = "large" }, Job()], [full]));
    }

    [Fact]
    public void Match_AWorkerThatDoesNotKnowSources_GetsOnlyPicturesFromNoise()
    {
        MatchJob[] jobs = [Job() with { HasSource = true }, Job()];

        Assert.Equal([(1, 0)], MatchPolicy.Match(jobs, [Worker(slots: 2)]));
        Assert.Equal([(0, 0), (1, 0)], MatchPolicy.Match(jobs, [Worker(slots: 2) with { TakesSources = true }]));
    }

    [Fact]
    public void Match_ASlowWorker_WorksOnlyWhenNoOtherIsIdle()
    {
        MatchWorker[] workers = [Worker(warm: "pocket", speed: 10), Worker(speed: 1_000), Worker(speed: 1_200)];

        Assert.Equal([(0, 2), (1, 1)], MatchPolicy.Match([Job(), Job()], workers));
        Assert.Equal((2, 0), MatchPolicy.Match([Job(), Job(), Job()], workers)[^1]);
    }

    [Fact]
    public void Match_AWorkerOfUnknownSpeed_CountsAsTheMedian() => Assert.Equal(
        [(0, 3), (1, 0), (2, 1)], MatchPolicy.Match([Job(), Job(), Job()], [Worker(speed: 0), Worker(speed: 30), Worker(speed: 20), Worker(speed: 100)]));

    [Fact]
    public void Match_AWorkerWithSlots_IsFilled() =>
        Assert.Equal([(0, 0), (1, 0)], MatchPolicy.Match([Job(), Job(), Job()], [Worker(slots: 2)]));

    /// <summary>The plain rule over all pairs, as slow as it is clear.</summary>
    [Fact]
    public void Match_OfAnything_IsWhatThePlainRuleSays() =>
        Prop.ForAll(Jobs.ToArbitrary(), Workers.ToArbitrary(), (jobs, workers) => MatchPolicy.Match(jobs, workers).SequenceEqual(Plain(jobs, workers)))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Take_WhenWorkersComeAndGo_NeverGivesOneThatIsGone() =>
        Prop.ForAll(Workers.ToArbitrary(), Gen.Choose(0, 30).ArrayOf().ToArbitrary(), (workers, happenings) =>
        {
            var (idle, slots) = (new IdleWorkers<int>(), new Dictionary<int, int>());
            foreach (var happening in happenings.Where(happening => happening < workers.Length || happening > 20))
            {
                if (happening > 20)
                {
                    var job = new MatchJob(Bundles[happening % 3], 0, 1) { HasSource = happening % 2 == 0 };
                    var found = idle.TryTake(job, may: null, out var taken);
                    if (found != slots.Keys.Any(one => workers[one].CanTake(job)) || (found && !slots.ContainsKey(taken)))
                        return false;
                    if (found && --slots[taken] == 0)
                        slots.Remove(taken);
                }
                else if (slots.Remove(happening))
                {
                    idle.Remove(happening);
                }
                else
                {
                    idle.Add(happening, workers[happening], 100);
                    slots[happening] = workers[happening].FreeSlots;
                }
            }
            return idle.Count == slots.Count;
        }).QuickCheckThrowOnFailure();

    private static Gen<MatchJob[]> Jobs =>
        (from bundle in Gen.Elements(Bundles) from need in Gen.Choose(0, 40) from source in Gen.Elements(true, false) select new MatchJob(bundle, need * 256, 1) { HasSource = source }).ArrayOf();

    private static Gen<MatchWorker[]> Workers => (
        from memory in Gen.Choose(0, 40)
        from disk in Gen.SubListOf(Bundles)
        from warm in Gen.Elements([.. Bundles, ""])
        from speed in Gen.Elements(0, 1, 50, 100, 100, 3_000)
        from slots in Gen.Choose(1, 3)
        from full in Gen.SubListOf(Bundles)
        from sources in Gen.Elements(true, false)
        select new MatchWorker(memory * 256, disk.ToHashSet(), warm, speed, slots) { WithoutRoom = full.ToHashSet(), TakesSources = sources }).ArrayOf().Select(workers => workers.Take(20).ToArray());

    private static IEnumerable<(int, int)> Plain(MatchJob[] jobs, MatchWorker[] workers)
    {
        var median = MatchPolicy.MedianSpeed(workers);
        var slots = workers.Select(worker => worker.FreeSlots).ToArray();
        foreach (var (index, job) in jobs.Index())
        {
            var able = workers.Index().Where(pair => slots[pair.Index] > 0 && (pair.Item.MemoryMiB == 0 || pair.Item.MemoryMiB >= job.NeedMiB)
                && (pair.Item.TakesSources || !job.HasSource)
                && (pair.Item.WarmBundle == job.BundleId || pair.Item.BundlesOnDisk.Contains(job.BundleId) || !pair.Item.WithoutRoom.Contains(job.BundleId)));
            var best = able
                .OrderBy(pair => MatchPolicy.IsSlow(pair.Item.MflopPerSecond, median))
                .ThenBy(pair => pair.Item.WarmBundle == job.BundleId ? 0 : pair.Item.BundlesOnDisk.Contains(job.BundleId) ? 1 : 2)
                .ThenByDescending(pair => pair.Item.MflopPerSecond > 0 ? pair.Item.MflopPerSecond : median)
                .Select(pair => pair.Index).Cast<int?>().FirstOrDefault();
            if (best is not { } worker)
                continue;
            slots[worker]--;
            yield return (index, worker);
        }
    }

    private static MatchJob Job(long need = 3_000) => new("pocket", need, 51_000_000);

    private static MatchWorker Worker(long memory = 8_192, string disk = "", string warm = "", double speed = 100, int slots = 1) =>
        new(memory, disk.Length == 0 ? new HashSet<string>() : new HashSet<string> { disk }, warm, speed, slots);
}
