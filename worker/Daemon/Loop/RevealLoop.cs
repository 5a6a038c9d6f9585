using LaionGrid.Worker.Trajectories;
using LaionGrid.Worker.Uplink.Auditing;
namespace LaionGrid.Worker.Loop;

/// <summary>Reveals the trajectories that audits ask for, beside the rendering.</summary>
internal sealed partial class RevealLoop(RevealQueue queue, TrajectoryShelf shelf, AuditsUplinkGrpc audits, ILogger<RevealLoop> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var lease in queue.ReadAllAsync(stoppingToken))
            {
                await TryRevealAsync(lease, stoppingToken);
                queue.Done();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is still asked for is asked again when this worker attends again.
        }
    }

    private async Task TryRevealAsync(Reveal lease, CancellationToken stoppingToken)
    {
        try
        {
            await RevealAsync(lease, stoppingToken);
        }
#pragma warning disable CA1031 // A loop's edge: whatever failed, the others' audits wait for theirs, and the log has it.
        catch (Exception error) when (error is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(error, lease.LeaseId);
        }
    }

    private async Task RevealAsync(Reveal lease, CancellationToken stoppingToken)
    {
        if (shelf.Find(lease.LeaseId) is not { } trajectory)
        {
            LogGone(lease.LeaseId);
            return;
        }
        if (await audits.RevealAsync(lease, trajectory, stoppingToken) is { } refusal)
            LogRefused(lease.LeaseId, refusal.Message);
        else
            LogRevealed(lease.LeaseId, trajectory.Length / 1024);
        shelf.Drop(lease.LeaseId);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Revealed the steps of the picture of lease {Lease} for its audit, {KiB} KiB.")]
    private partial void LogRevealed(string lease, int kiB);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An audit asks for the trajectory of lease {Lease}, which is not here any more: its picture earns nothing.")]
    private partial void LogGone(string lease);

    [LoggerMessage(Level = LogLevel.Error, Message = "Revealing the trajectory of lease {Lease} failed; it is asked for again when this worker attends again.")]
    private partial void LogFailed(Exception error, string lease);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The trajectory of lease {Lease} was not taken: {Reason}")]
    private partial void LogRefused(string lease, string reason);
}
