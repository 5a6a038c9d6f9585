using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;

namespace LaionGrid.Coordinator.Tests.Jobs.Queue;

public sealed class FairQueuePolicyTests
{
    private const long Cost = 51_000_000;
    private const int MostCost = 5_000;
    private const double Rounding = 200; // tags are whole numbers: at most 1 for each job served

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    public void Newcomer_BesideTenThousandJobs_WaitsForAtMostOneJobOfEachRequester(int others)
    {
        var queue = new PlayedQueue();
        for (var index = 0; index < others; index++)
            queue.SubmitMany($"busy {index}", index == 0 ? 10_000 : 50, Cost, 1);
        for (var served = 0; served < 3 * others; served++)
            queue.Serve();

        var newcomer = queue.Submit("newcomer", Cost, 1);

        Assert.InRange(ServedBefore(queue, newcomer, _ => { }), 0, others);
    }

    [Fact]
    public void Newcomer_WhateverHappenedBefore_WaitsForAtMostOneEqualJobOfEachRequester() =>
        Prop.ForAll(Histories, history =>
        {
            var queue = Play(history, equal: true);
            return ServedBefore(queue, queue.Submit("newcomer", Cost, 1), _ => { }) <= queue.Requesters.Count - 1;
        }).QuickCheckThrowOnFailure();

    /// <summary>Each requester passes with at most the work between the virtual time and the tag, and one job.</summary>
    [Fact]
    public void WaitingJob_WhileAllOthersAskAgainAtOnce_IsPassedByABoundedNumber() =>
        Prop.ForAll(Histories, history =>
        {
            var queue = Play(history, equal: true);
            var last = queue.SubmitMany("waiting", 5, Cost, 1);
            var jobsOfEach = ((last.Start - queue.VirtualTime) / Cost) + 1;

            var passed = ServedBefore(queue, last, served => queue.Submit(served.Requester, Cost, 1));

            return passed <= jobsOfEach * queue.Requesters.Count;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void SecondPicture_AmongManyWhoAskAgainWhenTheirsIsThere_IsServed()
    {
        var queue = new PlayedQueue();
        for (var index = 0; index < 10; index++)
            queue.Submit($"eager {index}", Cost, 1);
        var second = queue.SubmitMany("two pictures", 2, Cost, 1);
        var rendering = new Queue<PlayedJob>();

        var passed = ServedBefore(queue, second, served =>
        {
            rendering.Enqueue(served);
            if (rendering.Count > 4 && rendering.Dequeue().Requester is var requester && requester != "two pictures")
                queue.Submit(requester, Cost, 1);
        });

        Assert.InRange(passed, 11, 22);
    }

    /// <summary>Theorem 1 of the paper: while two are backlogged, their service by weight differs by at most one job of each.</summary>
    [Fact]
    public void Shares_WhileBacklogged_FollowTheWeightsWithinOneJobOfEach() =>
        Prop.ForAll(Gen.Choose(1, MostCost).ArrayOf(600).ToArbitrary(), Gen.Elements(1, 2, 4).ArrayOf(3).ToArbitrary(), (costs, weights) =>
        {
            var queue = new PlayedQueue();
            foreach (var (index, cost) in costs.Index())
                queue.Submit($"{index % 3}", cost, weights[index % 3]);
            var served = new double[3];
            return Enumerable.Range(0, 100).All(_ => // 200 jobs of each: all stay backlogged
            {
                var job = queue.Serve();
                served[job.Requester[0] - '0'] += (double)job.CostMflop / job.Weight;
                return Pairs(3).All(pair => Math.Abs(served[pair.One] - served[pair.Other]) <= AJob(weights[pair.One]) + AJob(weights[pair.Other]) + Rounding);
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Order_WithinOneRequester_IsFirstComeFirstServed() =>
        Prop.ForAll(Histories, history =>
        {
            var queue = Play(history, equal: false);
            var last = new Dictionary<string, long>();
            while (queue.Count > 0)
            {
                var job = queue.Serve();
                if (last.TryGetValue(job.Requester, out var before) && before > job.Order)
                    return false;
                last[job.Requester] = job.Order;
            }
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Finish_OfFreeWork_IsStillPastItsStart() => Assert.Equal(8, FairQueuePolicy.Finish(7, 0, 4));

    [Fact]
    public void Finish_WhenTheWeightDoesNotDivide_RoundsUp() => Assert.Equal(7 + 4, FairQueuePolicy.Finish(7, 13, 4));

    [Fact]
    public void Finish_PastTheLargestTag_IsAnError() => Assert.Throws<OverflowException>(() => FairQueuePolicy.Finish(long.MaxValue - 1, 2, 1));

    [Theory]
    [InlineData(5, 9, 5)]
    [InlineData(9, 5, 5)]
    public void Requeued_KeepsItsTag_UnlessOthersAreServedBeforeIt(long tag, long virtualTime, long expected) =>
        Assert.Equal(expected, FairQueuePolicy.Requeued(tag, virtualTime));

    [Fact]
    public void VirtualTime_WhenNothingIsQueued_StaysWhereItWas()
    {
        Assert.Equal(3, FairQueuePolicy.VirtualTime(3, 2));
        Assert.Equal(2, FairQueuePolicy.VirtualTime(null, 2));
        Assert.Equal(0, FairQueuePolicy.VirtualTime(null, null));
    }

    [Fact]
    public void Weight_OfContributors_IsTheGreatest() => Assert.Equal(
        [1, 1, 2, 4],
        [FairQueuePolicy.Weight(false, false), FairQueuePolicy.Weight(false, true), FairQueuePolicy.Weight(true, false), FairQueuePolicy.Weight(true, true)]);

    /// <summary>Negative: serve one. Otherwise somebody asks for one more.</summary>
    private static Arbitrary<int[]> Histories => Gen.Choose(-4, 9).ArrayOf().ToArbitrary();

    private static PlayedQueue Play(int[] history, bool equal)
    {
        var queue = new PlayedQueue();
        foreach (var (index, happening) in history.Index())
        {
            if (happening >= 0)
                queue.Submit($"{happening}", equal ? Cost : Cost / (1 + (index % 7)), equal ? 1 : 1 << (happening % 3));
            else if (queue.Count > 0)
                queue.Serve();
        }
        return queue;
    }

    private static int ServedBefore(PlayedQueue queue, PlayedJob job, Action<PlayedJob> onServed)
    {
        for (var before = 0; before < 1_000_000; before++)
        {
            var served = queue.Serve();
            if (served == job)
                return before;
            onServed(served);
        }
        throw new InvalidOperationException($"{job} was not served after a million others.");
    }

    private static double AJob(int weight) => (double)MostCost / weight;

    private static IEnumerable<(int One, int Other)> Pairs(int count) =>
        Enumerable.Range(0, count).SelectMany(one => Enumerable.Range(0, one).Select(other => (one, other)));
}
