using LaionGrid.Coordinator.Edge;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Ledger.PublicLog;

/// <summary>Publishes what was posted, at intervals.</summary>
internal sealed class LogLoop(SequenceLog sequence, IOptions<LogOptions> options, TimeProvider time, ILogger<LogLoop> logger) : Loop(time, logger)
{
    private readonly TimeProvider _time = time;

    protected override Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(TimeSpan.FromSeconds(options.Value.PublishSeconds), _time, cancellationToken);

    public override Task RunOnceAsync(CancellationToken cancellationToken) => sequence.RunAsync(cancellationToken);
}
