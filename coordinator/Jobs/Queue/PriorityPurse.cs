namespace LaionGrid.Coordinator.Jobs.Queue;

/// <summary>
/// What one account may spend of its priority on its next pictures, and what it has spent of that: never below zero, never above what one request may take, and the same amount once. A picture that is paid starts where a
/// newcomer's would and counts nothing in its requester's share; it costs its own price. It is paid only where that helps, that is behind at least as much of its requester's own work. Pure; for one batch, on one thread.
/// </summary>
/// <param name="balanceMflop">What the account has, 0 or more.</param>
/// <param name="mostAtOnceMflop">What one request may take, 0 or more.</param>
internal sealed class PriorityPurse(long balanceMflop, long mostAtOnceMflop)
{
    private long _ofRequest;

    public static PriorityPurse Empty => new(0, 0);

    /// <summary>Spent since this was made, over all requests.</summary>
    public long SpentMflop { get; private set; }

    /// <summary>From here on it is for another request, which may take as much again.</summary>
    public void BeginRequest() => _ofRequest = 0;

    /// <summary>Pays a picture, all of it or nothing.</summary>
    /// <param name="debt">How far its requester's last finish tag is behind the queue's virtual time, in MFLOP per unit of weight; 0 or less for one who has nothing in line.</param>
    /// <returns>What it took: its price, or 0.</returns>
    public long Pay(long priceMflop, long debt, int weight)
    {
        if (priceMflop <= 0 || debt < FairQueuePolicy.Finish(0, priceMflop, weight) || priceMflop > Math.Min(balanceMflop - SpentMflop, mostAtOnceMflop - _ofRequest))
            return 0;
        SpentMflop += priceMflop;
        _ofRequest += priceMflop;
        return priceMflop;
    }
}
