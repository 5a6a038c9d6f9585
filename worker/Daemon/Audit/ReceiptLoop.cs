using LaionGrid.Worker.Uplink;

namespace LaionGrid.Worker.Audit;

/// <summary>
/// While the worker runs: collects its receipts now and then, and with each visit holds the log to what this machine has seen. A log that does not hold is told and changes nothing else:
/// what to do about it is the owner's to say.
/// </summary>
internal sealed partial class ReceiptLoop(KnownLog known, CollectReceipts receipts, WorkerKey key, TimeProvider time, ILogger<ReceiptLoop> logger) : BackgroundService
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1); // by then it has joined
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            await Task.Delay(First, time, stoppingToken);
            do
                await RunOnceAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        if (key.Text.Length == 0)
            return; // has not joined yet
        try
        {
            var log = await known.OpenAsync(cancellationToken);
            await receipts.CollectAsync(log, cancellationToken);
            known.Remember(log);
        }
        catch (LogFaultException fault)
        {
            LogFault(fault.Message);
        }
        catch (Exception error) when (error is NotCheckedException or IOException or UnauthorizedAccessException)
        {
            LogNotCollected(error.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The grid's ledger does not hold: {Fault} \"laiongrid-worker audit\" says more.")]
    private partial void LogFault(string fault);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Receipts were not collected: {Reason}")]
    private partial void LogNotCollected(string reason);
}
