using LaionGrid.Diffusion;
using LaionGrid.Worker.Bundles;
using LaionGrid.Worker.Local;
using LaionGrid.Worker.Loop;
using LaionGrid.Worker.Uplink;
namespace LaionGrid.Worker.Setup;

/// <summary>What was measured; null for what could not be.</summary>
/// <param name="BytesPerSecond">From the coordinator, over one connection.</param>
/// <param name="FlopPerSecond">Of whole pictures.</param>
internal sealed record MachineSpeed(double? BytesPerSecond = null, double? FlopPerSecond = null);

/// <summary>
/// Measures this machine with the grid's smallest bundle that suits it: nothing else says what it does with a diffusion model. Without one that can be had in reasonable time
/// it measures nothing, and says so.
/// </summary>
internal sealed class MeasureMachine(
    WorkerSettings settings, ModelsUplinkGrpc models, BundleStore bundles, CoordinatorSource coordinator, SetupOptions options, TimeProvider time, Interview interview)
{
    private const double BytesPerMegabyte = 1e6;

    public async Task<MachineSpeed> RunAsync(IReadOnlyList<OfferedBundle> offered, CancellationToken cancellationToken)
    {
        var (device, problem) = settings.Devices[0].Find();
        if (device is null)
            return await GiveUpAsync(problem);
        var fitting = offered.Where(bundle => bundle.Manifest.Bytes > 0 && !(bundle.Work.MemoryMib > device.MemoryBudgetMiB) && bundles.CanHold(bundle.Manifest));
        if (fitting.MinBy(bundle => bundle.Manifest.Bytes) is not { } smallest)
            return await GiveUpAsync("the grid offers no model that fits this machine.");
        var rate = await MeasureDownloadAsync(smallest.Manifest, cancellationToken);
        if (rate is { } bytes)
            await interview.TellAsync($"  The grid sends {bytes / BytesPerMegabyte:0.0} MB a second.");
        if (!bundles.IsOnDisk(smallest.Manifest) && !(smallest.Manifest.Bytes / rate <= options.LongestDownload.TotalSeconds))
            return await GiveUpAsync($"its smallest model, {smallest.Title}, takes too long to download. \"laiongrid-worker bench\" measures when it is here.", rate);
        if (await bundles.PrepareAsync(smallest.Manifest, coordinator, cancellationToken) is not BundleOutcome.Ready ready)
            return await GiveUpAsync($"{smallest.Title} could not be fetched. The worker tries again when it is needed.", rate);
        return await RenderAsync(smallest, ready.Folder, rate, cancellationToken);
    }

    private async Task<MachineSpeed> RenderAsync(OfferedBundle bundle, string folder, double? rate, CancellationToken cancellationToken)
    {
        try
        {
            var run = await Task.Run(() => Render(folder, cancellationToken), cancellationToken);
            await interview.TellAsync($"  {bundle.Title}, {run.Order.Width}x{run.Order.Height} in {run.Order.Steps} steps: {run.PictureSeconds:0.0} s a picture (median of {run.Pictures}).");
            return new(rate, bundle.FlopOf(run.Order, run.Evaluations) / run.PictureSeconds);
        }
        catch (Exception error) when (error is BundleException or DeviceException or OrderException or LocalException)
        {
            return await GiveUpAsync(error.Message, rate);
        }
    }

    private SpeedRun Render(string folder, CancellationToken cancellationToken)
    {
        using var progress = new ProgressLine();
        using var session = LocalSession.Open(folder, (settings.Devices[0], null), progress);
        return SpeedRun.Measure(session, options.RenderFor, time, progress, cancellationToken);
    }

    /// <summary>What comes is thrown away. Null when nothing came.</summary>
    private async Task<double?> MeasureDownloadAsync(BundleManifest manifest, CancellationToken cancellationToken)
    {
        var (file, came, started) = (manifest.Files.MaxBy(one => one.Bytes), 0L, time.GetTimestamp());
        using var enough = new CancellationTokenSource(options.DownloadFor, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellationToken);
        try
        {
            if (file is not null)
                await models.ReadAsync(file.Sha256, 0, file.Bytes, Count, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Long enough to know.
        }
        return came > 0 ? came / time.GetElapsedTime(started).TotalSeconds : null;

        ValueTask Count(ReadOnlyMemory<byte> data)
        {
            came += data.Length;
            return ValueTask.CompletedTask;
        }
    }

    private async Task<MachineSpeed> GiveUpAsync(string reason, double? rate = null)
    {
        await interview.TellAsync($"  Not measured: {reason}");
        return new(rate);
    }
}
