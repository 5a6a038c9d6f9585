namespace LaionGrid.Coordinator.Edge;

/// <summary>
/// A background loop whose one turn is a testable method. A failed turn is logged and tried again after a pause, so a
/// database that is away for a moment stalls the loop but never ends it.
/// </summary>
internal abstract partial class Loop(TimeProvider time, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(2);

    /// <summary>Waits until there may be something to do.</summary>
    protected abstract Task WaitAsync(CancellationToken cancellationToken);

    /// <summary>Does all there is to do now.</summary>
    public abstract Task RunOnceAsync(CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(stoppingToken);
                await WaitAsync(stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return; // whatever it was at was broken off
            }
#pragma warning disable CA1031 // A loop's edge: whatever failed, the next turn is the remedy, and the log has it.
            catch (Exception error)
#pragma warning restore CA1031
            {
                LogTurnFailed(error, GetType().Name);
                await Task.Delay(PauseAfterFailure, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A turn of {Loop} failed; the next follows shortly.")]
    private partial void LogTurnFailed(Exception error, string loop);
}
