namespace LaionGrid.Coordinator.Jobs.Queue;

/// <summary>
/// Start-time fair queueing over whole jobs (Goyal, Vin, Cheng: "Start-time Fair Queuing", SIGCOMM 1996): each queued job has a start
/// tag, and the queue is served by tag, then by age. Tags count MFLOP per unit of weight. Nobody starves: whoever is served moves behind
/// by what it cost, so each requester passes a waiting job with no more work than lies between their tags, and one job. Pure.
/// </summary>
/// <remarks>
/// Only people who never asked before can pass without end, and only while they alone ask for more than the grid serves.
/// Tags overflow after 9.2e18: at 1,160 pictures/s of 51 TFLOP for one requester alone, after five years.
/// </remarks>
internal static class FairQueuePolicy
{
    /// <summary>Auditing every picture took 6.6 % of their work, by operation count (RESULTS.md).</summary>
    private const int PicturesPerAudit = 15;

    /// <summary>Where new work starts: nobody gains from having been away, nobody loses. It never starts over, as tags are remembered.</summary>
    /// <param name="leastQueued">Least start tag among queued jobs; null when none is queued.</param>
    /// <param name="greatestStarted">Greatest start tag among jobs leased so far, ended ones too; null when there was none.</param>
    public static long VirtualTime(long? leastQueued, long? greatestStarted) => leastQueued ?? greatestStarted ?? 0;

    /// <summary>The start tag of a new job.</summary>
    /// <param name="lastFinishOfRequester">
    /// Greatest finish tag among the requester's jobs, done ones too, but not those cancelled before they were leased; null when there is
    /// none. Were done ones forgotten, a few people who each ask again as soon as their picture is there would always start at the virtual
    /// time and hold it, and whoever asked for two pictures would never see the second.
    /// </param>
    public static long Start(long virtualTime, long? lastFinishOfRequester) => Math.Max(virtualTime, lastFinishOfRequester ?? virtualTime);

    /// <summary>The finish tag: where the same requester's next job starts. At least 1 past the start, so that free work queues too.</summary>
    public static long Finish(long start, long costMflop, int weight)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(costMflop);
        ArgumentOutOfRangeException.ThrowIfLessThan(weight, 1);
        return checked(start + Math.Max(1, (costMflop / weight) + (costMflop % weight > 0 ? 1 : 0)));
    }

    /// <summary>What a picture counts in the queue, in MFLOP: its work, and a certain audit's where that is asked for.</summary>
    public static long Price(long costMflop, bool isVerified) => isVerified ? costMflop + (costMflop / PicturesPerAudit) : costMflop;

    /// <summary>The tag of a job that comes back to the queue: as it was, and never behind those who are served now.</summary>
    public static long Requeued(long tag, long virtualTime) => Math.Min(tag, virtualTime);

    /// <summary>The requester's share against others': 1 without a key, 2 with one, 4 with one whose account contributed lately.</summary>
    public static int Weight(bool hasKey, bool hasContributedLately) => (hasKey, hasContributedLately) switch
    {
        (false, _) => 1,
        (true, false) => 2,
        (true, true) => 4,
    };
}
