using System.Threading.Channels;
using LaionGrid.Worker.Rendering;
using LaionGrid.Worker.Uplink.Leases;
namespace LaionGrid.Worker.Loop;

/// <summary>
/// Keeps a lease alive and brings progress, from the claim until the attempt has ended. It does not back off while the
/// coordinator is away: after a restart a lease gets one term anew, and the next heartbeat must come within it.
/// </summary>
internal sealed class LeaseKeeper(WorkUplinkGrpc work, TimeProvider time)
{
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PauseWhenUnheard = TimeSpan.FromSeconds(1);

    /// <summary>Returns when the coordinator says stop.</summary>
    /// <exception cref="OperationCanceledException">The attempt has ended.</exception>
    public async Task KeepAsync(Lease lease, ChannelReader<RenderProgress> progress, CancellationToken cancellationToken)
    {
        var step = 0;
        while (true)
        {
            var news = await NextAsync(progress, lease.Heartbeat, cancellationToken);
            step = news?.Step ?? step;
            var answer = await work.HeartbeatAsync(lease, step, news?.Preview ?? default, cancellationToken);
            if (answer == HeartbeatAnswer.Stop)
                return;
            await Task.Delay(answer == HeartbeatAnswer.Unheard ? PauseWhenUnheard : LeastPause, time, cancellationToken);
        }
    }

    /// <summary>The newest progress as soon as there is any; null when there was none until a heartbeat is due.</summary>
    private async Task<RenderProgress?> NextAsync(ChannelReader<RenderProgress> progress, TimeSpan due, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(due, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await progress.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
