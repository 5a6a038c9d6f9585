using System.Net.Sockets;

namespace LaionGrid.Worker.Service;

/// <summary>
/// Tells the supervisor that the worker has started, that it lives, and that it is stopping. It lives while its timers and threads do; a coordinator that is away
/// or a render that takes long is none of the watchdog's business.
/// </summary>
internal sealed partial class ServiceLoop(Supervisor supervisor, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<ServiceLoop> logger) : BackgroundService
{
    /// <summary>The last of the services to start: the others run.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() => TryTell("STOPPING=1"));
        TryTell("READY=1");
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (supervisor.Watchdog is not { } watchdog)
            return;
        try
        {
            using var timer = new PeriodicTimer(watchdog / 2, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
                TryTell("WATCHDOG=1");
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    private void TryTell(string state)
    {
        try
        {
            supervisor.Tell(state);
        }
        catch (SocketException error)
        {
            LogUnheard(state, error.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The supervisor could not be told {State}: {Reason}. It may take this worker for dead and start it anew.")]
    private partial void LogUnheard(string state, string reason);
}
