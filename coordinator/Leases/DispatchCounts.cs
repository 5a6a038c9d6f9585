namespace LaionGrid.Coordinator.Leases;

/// <summary>What the dispatcher has done since the start.</summary>
internal sealed class DispatchCounts
{
    private long _offers;
    private long _lapsed;
    private long _seconds;

    public long Offers => Interlocked.Read(ref _offers);

    public long OffersLapsed => Interlocked.Read(ref _lapsed);

    public long SecondAttemptsBegun => Interlocked.Read(ref _seconds);

    public void Offered() => Interlocked.Increment(ref _offers);

    public void Lapsed() => Interlocked.Increment(ref _lapsed);

    public void SecondAttempts(int begun) => Interlocked.Add(ref _seconds, begun);
}
