using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs.Queue;

namespace LaionGrid.Coordinator.Jobs.Arrivals;

/// <summary>When a picture will be there, by <see cref="EtaPolicy"/> and what was seen lately; null when nothing is known. Asks no database.</summary>
internal sealed class EstimateArrival(SpeedBook speeds, FleetCounts fleet, ServicePace pace, QueueGauge gauge, TimeProvider time)
{
    /// <summary>Of a job that joins the queue. The jobs ahead are not counted but estimated: those served until the virtual time has come to its tag.</summary>
    /// <param name="earlier">Pictures of the same request that join before it and are not in the queue yet.</param>
    public (TimeSpan Low, TimeSpan High)? OfNew(string lane, string bundleId, long costMflop, long startTag, int earlier)
    {
        var ahead = (double)gauge.QueuedIn(lane) + earlier;
        if (pace.Until(startTag) is { } wait && pace.PicturesPerSecond(lane) is { } rate)
            ahead = Math.Min(ahead, wait.TotalSeconds * rate);
        return OfQueued(lane, bundleId, costMflop, startTag, (long)ahead);
    }

    /// <param name="ahead">Jobs of its lane that are served first.</param>
    public (TimeSpan Low, TimeSpan High)? OfQueued(string lane, string bundleId, long costMflop, long startTag, long ahead)
    {
        var slots = fleet.Slots;
        return Service(bundleId, costMflop) is { } service
            ? EtaPolicy.Estimate(new(ahead, slots.Idle, slots.All, pace.PicturesPerSecond(lane), pace.Until(startTag), service.Fast, service.Slow))
            : null;
    }

    /// <summary>Of a job that is worked on; null too when it takes longer than nine of ten.</summary>
    /// <param name="claimedAt">Null: it is offered.</param>
    public (TimeSpan Low, TimeSpan High)? OfLeased(string bundleId, long costMflop, DateTimeOffset? claimedAt)
    {
        var gone = claimedAt is { } since ? time.GetUtcNow() - since : TimeSpan.Zero;
        return Service(bundleId, costMflop) is { } service && gone < service.Slow
            ? (service.Fast > gone ? service.Fast - gone : TimeSpan.Zero, service.Slow - gone)
            : null;
    }

    /// <summary>From claim to picture, whatever the device.</summary>
    private (TimeSpan Fast, TimeSpan Slow)? Service(string bundleId, long costMflop) => speeds.Find(SpeedBook.Any, bundleId) is { } known
        ? (TimeSpan.FromSeconds(costMflop / known.Fast), TimeSpan.FromSeconds(costMflop / known.Slow))
        : null;
}
