using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Results;

namespace LaionGrid.Coordinator.Verification;

/// <summary>
/// Moves rendered jobs towards their verdicts. All it works on stands in the database, so it goes on after a restart where it stopped.
/// </summary>
internal sealed class VerdictLoop(DrawAudit draw, JudgeRecheck judge, RenderedSignal rendered, TimeProvider time, ILogger<VerdictLoop> logger) : Loop(time, logger)
{
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time = time;

    protected override Task WaitAsync(CancellationToken cancellationToken) => rendered.Signal.WaitAsync(LookAnyway, _time, cancellationToken);

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await draw.RunAsync(cancellationToken);
        await judge.RunAsync(cancellationToken);
    }
}
