namespace LaionGrid.Coordinator.Jobs;

/// <summary>Start-time fair queueing. Placeholder of the branch with the same name.</summary>
internal static class FairQueuePolicy
{
    public static long Start(long virtualTime, long? lastFinishOfRequester) => Math.Max(virtualTime, lastFinishOfRequester ?? 0);

    public static long Finish(long start, long costMflop, int weight) => start + Math.Max(1, (costMflop + weight - 1) / weight);

    public static long Requeued(long tag, long virtualTime) => Math.Min(tag, virtualTime);

    public static int Weight(bool hasKey, bool hasContributedLately) => hasContributedLately ? 4 : hasKey ? 2 : 1;
}
