namespace LaionGrid.Web.Site;

/// <summary>
/// A background loop whose one turn is a testable method. A turn that fails is logged and the next comes in its time: none ends the loop, and with it the site.
/// Turns come one after the other, also those that somebody asks for, so none overtakes another with older news.
/// </summary>
internal abstract partial class Loop(TimeSpan interval, TimeProvider time, ILogger logger) : BackgroundService
{
    private readonly SemaphoreSlim _turn = new(1); // not disposed, which would free nothing: the last turn may end after all else

    /// <summary>One turn, after any other that goes on.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await TurnAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Does all there is to do now.</summary>
    protected abstract Task TurnAsync(CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(stoppingToken);
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
            }
            await Task.Delay(interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A turn of {Loop} failed; the next comes in its time.")]
    private partial void LogTurnFailed(Exception error, string loop);
}
