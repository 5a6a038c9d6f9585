using System.Threading.Channels;
using LaionGrid.Worker.Uplink.Auditing;
namespace LaionGrid.Worker.Loop;

/// <summary>Trajectories that audits wait for. Asking twice is harmless, and one that finds no room is asked for again at the next attending. Safe to call from any thread.</summary>
internal sealed class RevealQueue
{
    private const int Most = 128; // more than the shelf holds

    private readonly Channel<Reveal> _asked = Channel.CreateBounded<Reveal>(Most);
    private readonly Lock _lock = new();
    private TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;

    public RevealQueue() => _settled.SetResult();

    public void Ask(Reveal lease)
    {
        lock (_lock)
        {
            if (_asked.Writer.TryWrite(lease) && ++_open == 1)
                _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public IAsyncEnumerable<Reveal> ReadAllAsync(CancellationToken cancellationToken) => _asked.Reader.ReadAllAsync(cancellationToken);

    /// <summary>One that was read has been revealed, or never will be.</summary>
    public void Done()
    {
        lock (_lock)
        {
            if (--_open == 0)
                _settled.SetResult();
        }
    }

    /// <summary>Waits until nothing is asked for.</summary>
    public Task SettledAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return _settled.Task.WaitAsync(cancellationToken);
    }
}
