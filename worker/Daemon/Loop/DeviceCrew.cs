namespace LaionGrid.Worker.Loop;

/// <summary>Has each device work by itself, in a scope of services of its own: it joins the grid, attends and renders like a worker that has no other.</summary>
internal sealed partial class DeviceCrew(IReadOnlyList<PlannedDevice> devices, IServiceScopeFactory scopes, WorkerSettings settings, IHostApplicationLifetime lifetime, ILogger<DeviceCrew> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await HasStartedAsync(stoppingToken);
        foreach (var stranger in settings.Rules.OfDevices.Keys.Except(devices.Select(device => device.Slot.Label)))
            LogNoSuchDevice(stranger);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var working = devices.Select(device => WorkAsync(device, ending.Token)).ToList();
        await foreach (var ended in Task.WhenEach(working))
        {
            if (ended.IsFaulted)
                await ending.CancelAsync(); // the host ends with it
        }
        await Task.WhenAll(working);
    }

    /// <summary>Until the whole worker runs: a device that cannot go on ends it, and one that is ended while it starts ends with an exception.</summary>
    private async Task HasStartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var heard = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
    }

    private async Task WorkAsync(PlannedDevice device, CancellationToken stoppingToken)
    {
        using var named = devices.Count > 1 ? logger.BeginScope(device.Slot.Label) : null;
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DeviceScope>().Device = device;
        var (work, others) = (scope.ServiceProvider.GetRequiredService<WorkLoop>(), scope.ServiceProvider.GetServices<BackgroundService>().ToList());
        using var over = new CancellationTokenSource();
        foreach (var loop in others)
            await loop.StartAsync(over.Token);
        await work.StartAsync(stoppingToken);
        await ((Task)work.ExecuteTask!).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // it was started; how it ended is told below
        await over.CancelAsync(); // not before: what it rendered last may have to be revealed yet
        await Task.WhenAll([.. others.Select(loop => loop.ExecuteTask ?? Task.CompletedTask), work.ExecuteTask!]);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "There are rules for {Device}, which this worker has not; \"laiongrid-worker status\" names its devices.")]
    private partial void LogNoSuchDevice(string device);
}
