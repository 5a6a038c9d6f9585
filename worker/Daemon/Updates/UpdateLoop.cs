using LaionGrid.Worker.Loop;

namespace LaionGrid.Worker.Updates;

/// <summary>While the worker runs: takes new releases, and takes one back that does not do well. Either ends the worker, which becomes the other program.</summary>
internal sealed partial class UpdateLoop(Installation installation, TakeUpdate take, TrialRun trial, JoinSignal joining, Ending ending, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<UpdateLoop> logger) : BackgroundService
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Interval = TimeSpan.FromHours(6);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        joining.Joined += NoteJoining;
        if (joining.HasJoined)
            NoteJoining();
        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        joining.Joined -= NoteJoining;
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            await Task.Delay(First, time, stoppingToken);
            do
                await RunOnceAsync(stoppingToken);
            while (ending.Successor is null && await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (trial.TakeBack() is { } before)
            {
                LogTakenBack(installation.Running);
                HandOver(before);
            }
            else if (await take.RunAsync(mayWait: true, cancellationToken) is ({ Version: var version }, true))
            {
                LogTaken(version);
                HandOver(installation.ProgramOf(version));
            }
        }
        catch (Exception error) when (error is UpdateException or IOException or UnauthorizedAccessException)
        {
            LogNotTaken(error.Message);
        }
#pragma warning disable CA1031 // A loop's edge: whatever failed, the next look is the remedy, and the log has it.
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(error);
        }
    }

    /// <summary>A full disk is no reason not to join: the trial goes on then.</summary>
    private void NoteJoining()
    {
        try
        {
            trial.DidWell();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogNotNoted(error.Message);
        }
    }

    private void HandOver(string program)
    {
        ending.Successor = program;
        lifetime.StopApplication();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Release {Version} is laid down and checked. The worker gives its work back and goes on as that.")]
    private partial void LogTaken(string version);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Release {Version} did not join the grid within a day. The worker goes back to the one before.")]
    private partial void LogTakenBack(string version);

    [LoggerMessage(Level = LogLevel.Warning, Message = "That this release does well could not be noted: {Reason} It stays on trial.")]
    private partial void LogNotNoted(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "No update was taken: it failed. It is tried again in six hours.")]
    private partial void LogFailed(Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No update was taken: {Reason} It is tried again in six hours.")]
    private partial void LogNotTaken(string reason);
}
