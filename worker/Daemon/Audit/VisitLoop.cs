using LaionGrid.Worker.Uplink;

namespace LaionGrid.Worker.Audit;

/// <summary>Visits the grid now and then while the worker runs. A visit that fails is logged, and the next is the remedy: none of them may end the worker.</summary>
/// <param name="first">After the start; by then the worker has joined.</param>
/// <param name="interval">From visit to visit.</param>
internal abstract partial class VisitLoop(TimeSpan first, TimeSpan interval, WorkerKey key, TimeProvider time, ILogger logger) : BackgroundService
{
    protected TimeProvider Time => time;

    /// <summary>One visit of a worker that has joined.</summary>
    protected abstract Task VisitAsync(CancellationToken cancellationToken);

    public Task RunOnceAsync(CancellationToken cancellationToken) => key.Text.Length > 0 ? VisitAsync(cancellationToken) : Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            await Task.Delay(first, time, stoppingToken);
            do
                await TryOnceAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    private async Task TryOnceAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunOnceAsync(stoppingToken);
        }
#pragma warning disable CA1031 // A loop's edge: whatever failed, the next visit is the remedy, and the log has it.
        catch (Exception error) when (error is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(error, GetType().Name, interval);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A visit of {Loop} failed; the next follows in {Interval}.")]
    private partial void LogFailed(Exception error, string loop, TimeSpan interval);
}
