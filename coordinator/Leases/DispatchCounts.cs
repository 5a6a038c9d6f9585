namespace LaionGrid.Coordinator.Leases;

/// <summary>What the dispatcher has done since the start.</summary>
internal sealed class DispatchCounts
{
    private long _offers;
    private long _lapsed;

    public long Offers => Interlocked.Read(ref _offers);

    public long OffersLapsed => Interlocked.Read(ref _lapsed);

    public void Offered() => Interlocked.Increment(ref _offers);

    public void Lapsed() => Interlocked.Increment(ref _lapsed);
}
