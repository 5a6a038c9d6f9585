using LaionGrid.Worker.Bundles;
using LaionGrid.Worker.Rendering;
using LaionGrid.Worker.Uplink;

namespace LaionGrid.Worker.Loop;

/// <summary>The worker's life: join, then round after round of waiting for work and doing it, until it is told to stop.</summary>
internal sealed partial class WorkLoop(
    JoinGrid join, ModelsUplinkGrpc models, WorkUplinkGrpc work, BundleStore bundles, IRenderer renderer, WorkAttempt attempt,
    LoopOptions options, Ending ending, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<WorkLoop> logger) : BackgroundService
{
    private bool _hasJoined;
    private int _failuresInARow;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested && ending.Reason is null)
                await TryRoundAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop; a lease, if there was one, is given back.
        }
        await renderer.CoolAsync();
        if (ending.Reason is null)
            LogStopped();
    }

    private async Task TryRoundAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunRoundAsync(stoppingToken);
        }
#pragma warning disable CA1031 // A loop's edge: whatever failed, the next round is the remedy, and the log has it.
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogRoundFailed(error);
            await RestAsync(stoppingToken);
        }
    }

    /// <summary>The bundles are listed anew each round: a coordinator that restarted may offer others.</summary>
    private async Task RunRoundAsync(CancellationToken stoppingToken)
    {
        if (!_hasJoined && await join.RunAsync(stoppingToken) is { } reason)
        {
            ending.Reason = reason;
            lifetime.StopApplication();
            return;
        }
        _hasJoined = true;
        var manifests = ReadManifests(await models.ListAsync(stoppingToken));
        var onDisk = manifests.Values.Where(bundles.IsOnDisk).Select(manifest => manifest.Id);
        switch (await work.WaitAsync(onDisk, renderer.WarmBundle, stoppingToken))
        {
            case WaitOutcome.Leased { Lease: var lease }:
                await WorkAsync(lease, manifests.GetValueOrDefault(lease.BundleId), stoppingToken);
                break;
            case WaitOutcome.Refused { Refusal.Code: Refusal.KeyUnknown }:
                _hasJoined = false;
                break;
            case WaitOutcome.Refused { Refusal: var refusal }:
                LogRefused(refusal.Message);
                await RestAsync(stoppingToken);
                break;
            default:
                await Task.Delay(options.Return * Random.Shared.NextDouble(), time, stoppingToken); // not all workers at one instant
                break;
        }
    }

    private async Task WorkAsync(Lease lease, BundleManifest? manifest, CancellationToken stoppingToken)
    {
        if (await attempt.RunAsync(lease, manifest, stoppingToken))
            _failuresInARow = 0;
        else
            await RestAsync(stoppingToken);
    }

    private Dictionary<string, BundleManifest> ReadManifests(IReadOnlyList<string> texts)
    {
        var manifests = new Dictionary<string, BundleManifest>(StringComparer.Ordinal);
        foreach (var (manifest, problem) in texts.Select(BundleManifest.Parse))
        {
            if (manifest is not null)
                manifests[manifest.Id] = manifest;
            else
                LogBadBundle(problem);
        }
        return manifests;
    }

    private Task RestAsync(CancellationToken stoppingToken)
    {
        var doublings = Math.Min(_failuresInARow++, 16);
        var rest = options.FirstRest * Math.Pow(2, doublings);
        return Task.Delay(rest < options.LongestRest ? rest : options.LongestRest, time, stoppingToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopped.")]
    private partial void LogStopped();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The coordinator gives this worker no work: {Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    private partial void LogBadBundle(string? problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of work failed; the next follows shortly.")]
    private partial void LogRoundFailed(Exception error);
}
