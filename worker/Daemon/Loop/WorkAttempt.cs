using System.Threading.Channels;
using LaionGrid.Worker.Bundles;
using LaionGrid.Worker.Rendering;
using LaionGrid.Worker.Uplink;

namespace LaionGrid.Worker.Loop;

/// <summary>One lease from its claim to its end: the work, heartbeats all the while, and a word to the coordinator when there is no picture.</summary>
internal sealed partial class WorkAttempt(WorkUplinkGrpc work, DeliverPicture deliver, LeaseKeeper keeper, ILogger<WorkAttempt> logger)
{
    /// <summary>False when this worker could not do what it had claimed.</summary>
    /// <param name="manifest">Of the lease's bundle; null when the grid offers no usable one.</param>
    /// <param name="stopping">The worker is stopping: the lease is given back at once.</param>
    public async Task<bool> RunAsync(Lease lease, BundleManifest? manifest, CancellationToken stopping)
    {
        switch (await WorkAsync(lease, manifest, stopping))
        {
            case Delivery.Interrupted:
                LogGivenBack(await work.FailAsync(lease, new(FailReason.GivenBack, "")) ? "Gave the work back" : "Dropped the work; the coordinator did not answer");
                return true;
            case Delivery.Unwanted:
                LogUnwanted();
                return true;
            case Delivery.Failed { Failure: var failure }:
                LogFailed(failure.Detail);
                await work.FailAsync(lease, failure);
                return false;
            default:
                return true;
        }
    }

    private async Task<Delivery> WorkAsync(Lease lease, BundleManifest? manifest, CancellationToken stopping)
    {
        using var working = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var progress = Channel.CreateBounded<RenderProgress>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        var keeping = KeepAsync(lease, progress.Reader, working);
        try
        {
            var delivery = await deliver.RunAsync(lease, manifest, progress.Writer, working.Token);
            return delivery is Delivery.Failed && stopping.IsCancellationRequested ? new Delivery.Interrupted() : delivery;
        }
        catch (OperationCanceledException) when (working.IsCancellationRequested)
        {
            return stopping.IsCancellationRequested ? new Delivery.Interrupted() : new Delivery.Unwanted();
        }
        finally
        {
            await working.CancelAsync();
            await keeping;
        }
    }

    /// <summary>Ends the work when the coordinator says stop, and itself when the work has ended.</summary>
    private async Task KeepAsync(Lease lease, ChannelReader<RenderProgress> progress, CancellationTokenSource working)
    {
        try
        {
            await keeper.KeepAsync(lease, progress, working.Token);
            await working.CancelAsync();
        }
        catch (OperationCanceledException) when (working.IsCancellationRequested)
        {
            // The work has ended.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{How}.")]
    private partial void LogGivenBack(string how);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopped: nobody wants this picture any more.")]
    private partial void LogUnwanted();

    [LoggerMessage(Level = LogLevel.Warning, Message = "No picture: {Detail}")]
    private partial void LogFailed(string detail);
}
