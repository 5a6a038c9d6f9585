using System.Threading.Channels;
using LaionGrid.Worker.Uplink;

namespace LaionGrid.Worker.Loop;

/// <summary>Trajectories that audits wait for. Asking twice is harmless, and one that finds no room is asked for again at the next attending.</summary>
internal sealed class RevealQueue
{
    private const int Most = 128; // more than the shelf holds

    private readonly Channel<Reveal> _asked = Channel.CreateBounded<Reveal>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ask(Reveal lease) => _asked.Writer.TryWrite(lease);

    public IAsyncEnumerable<Reveal> ReadAllAsync(CancellationToken cancellationToken) => _asked.Reader.ReadAllAsync(cancellationToken);
}
