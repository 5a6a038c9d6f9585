using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Results;
using LaionGrid.Coordinator.Storage;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification;

/// <summary>
/// Moves rendered jobs towards their verdicts. All it works on stands in the database, so it goes on after a restart where it stopped.
/// </summary>
internal sealed class VerdictLoop(DrawAudit draw, JudgeRecheck judge, RenderedSignal rendered, IOptions<StorageOptions> storage, TimeProvider time, ILogger<VerdictLoop> logger) : Loop(time, logger)
{
    private const int Patience = 5; // batches: nobody stands and waits for a verdict, the picture is there
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time = time;
    private readonly BatchPace _pace = new(Patience * storage.Value.BatchInterval);

    protected override async Task WaitAsync(CancellationToken cancellationToken)
    {
        _pace.End();
        await rendered.Signal.WaitAsync(LookAnyway, _time, cancellationToken);
        await _pace.BeginAsync(cancellationToken);
    }

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await draw.RunAsync(cancellationToken);
        await judge.RunAsync(cancellationToken);
    }
}
