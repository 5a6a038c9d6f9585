using LaionGrid.Worker.Uplink;

namespace LaionGrid.Worker.Audit;

/// <summary>
/// While the worker runs: collects its receipts now and then, and with each visit holds the log to what this machine has seen. A log that does not hold is told and changes nothing else:
/// what to do about it is the owner's to say.
/// </summary>
internal sealed partial class ReceiptLoop(KnownLog known, CollectReceipts receipts, WorkerKey key, TimeProvider time, ILogger<ReceiptLoop> logger)
    : VisitLoop(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), key, time, logger)
{
    protected override async Task VisitAsync(CancellationToken cancellationToken)
    {
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
