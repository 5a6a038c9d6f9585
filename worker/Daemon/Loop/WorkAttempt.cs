using System.Threading.Channels;
using LaionGrid.Worker.Bundles;
using LaionGrid.Worker.Rendering;
using LaionGrid.Worker.Uplink.Leases;
namespace LaionGrid.Worker.Loop;

/// <summary>One lease from its claim to its end: the work, heartbeats all the while, and giving it back when the worker stops.</summary>
internal sealed partial class WorkAttempt(WorkUplinkGrpc work, DeliverLease deliver, LeaseKeeper keeper, ILogger<WorkAttempt> logger)
{
    /// <summary>Null when all is said; otherwise why this worker could not do what it had claimed, which the coordinator is still to be told.</summary>
    /// <param name="manifest">Of the lease's bundle; null when the grid offers no usable one.</param>
    /// <param name="stopped">Nobody wants the picture any more. Of one that is rendered already the coordinator has the last word.</param>
    /// <param name="mustGo">The owner wants the machine: the lease is given back at once, but for a picture that only has to be sent.</param>
    /// <param name="stopping">The worker is stopping: the lease is given back at once.</param>
    public async Task<Failure?> RunAsync(Lease lease, BundleManifest? manifest, CancellationToken stopped, CancellationToken mustGo, CancellationToken stopping)
    {
        switch (await WorkAsync(lease, manifest, stopped, mustGo, stopping))
        {
            case Delivery.Interrupted:
                LogGivenBack(await work.FailAsync(lease, new(FailReason.GivenBack, "")) ? "Gave the work back" : "Dropped the work; the coordinator did not answer");
                return null;
            case Delivery.Unwanted:
                LogUnwanted();
                return null;
            case Delivery.Failed { Failure: var failure }:
                LogFailed(failure.Detail);
                return failure;
            default:
                return null;
        }
    }

    private async Task<Delivery> WorkAsync(Lease lease, BundleManifest? manifest, CancellationToken stopped, CancellationToken mustGo, CancellationToken stopping)
    {
        using var rendering = CancellationTokenSource.CreateLinkedTokenSource(stopped, mustGo, stopping);
        using var holding = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var progress = Channel.CreateBounded<RenderProgress>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        var keeping = KeepAsync(lease, progress.Reader, rendering, holding.Token);
        try
        {
            var delivery = await deliver.RunAsync(lease, manifest, progress, rendering.Token, stopping);
            return delivery is Delivery.Failed && rendering.IsCancellationRequested ? Ended() : delivery;
        }
        catch (OperationCanceledException) when (rendering.IsCancellationRequested)
        {
            return Ended();
        }
        finally
        {
            await holding.CancelAsync();
            await keeping;
        }

        Delivery Ended() => stopping.IsCancellationRequested || mustGo.IsCancellationRequested ? new Delivery.Interrupted() : new Delivery.Unwanted();
    }

    /// <summary>Ends the render when the coordinator says stop, and itself when the attempt has ended.</summary>
    private async Task KeepAsync(Lease lease, ChannelReader<RenderProgress> progress, CancellationTokenSource rendering, CancellationToken ended)
    {
        try
        {
            await keeper.KeepAsync(lease, progress, ended);
            await rendering.CancelAsync();
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The attempt has ended.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{How}.")]
    private partial void LogGivenBack(string how);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopped: nobody wants this picture any more.")]
    private partial void LogUnwanted();

    [LoggerMessage(Level = LogLevel.Warning, Message = "No picture: {Detail}")]
    private partial void LogFailed(string detail);
}
