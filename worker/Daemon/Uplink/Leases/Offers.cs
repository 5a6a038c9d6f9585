using System.Threading.Channels;

namespace LaionGrid.Worker.Uplink.Leases;

/// <summary>
/// What the coordinator gave to this worker: one offer that waits at most, and the one held, from its taking until the next is
/// asked for. An offer is in one of the two places at every instant. Safe to call from any thread.
/// </summary>
internal sealed class Offers
{
    private readonly Lock _lock = new();

    /// <summary>When a second offer comes while one waits, the first has lapsed: the coordinator sees one slot here.</summary>
    private readonly Channel<Offer> _waiting = Channel.CreateBounded<Offer>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private Offer? _held;

    /// <summary>Of both places; a new stream names them, or they would go to somebody else.</summary>
    public IReadOnlyList<string> Ids
    {
        get
        {
            lock (_lock)
            {
                var waiting = _waiting.Reader.TryPeek(out var offer) ? offer : null;
                return new[] { _held, waiting }.OfType<Offer>().Select(one => one.Id).ToList();
            }
        }
    }

    public void Bring(Offer offer) => _waiting.Writer.TryWrite(offer);

    /// <summary>Stops the one held, if it is this. One that waits is found gone when it is claimed.</summary>
    public async Task StopAsync(string id)
    {
        if (Volatile.Read(ref _held) is { } held && held.Id == id)
            await held.Stop.CancelAsync();
    }

    /// <summary>Lets go of the one held and waits for the next; null when none will come.</summary>
    public async Task<Offer?> TakeAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _held, null);
        while (await _waiting.Reader.WaitToReadAsync(cancellationToken))
        {
            lock (_lock)
            {
                if (_waiting.Reader.TryRead(out _held))
                    return _held;
            }
        }
        return null;
    }

    public void End() => _waiting.Writer.TryComplete();
}
