using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Trusting;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Judging;

/// <summary>
/// Moves audits on that wait for nobody else: trajectories that did not go on to a referee are replayed, and those that did not come, or found no
/// second referee, are settled. All it works on stands in the database, so it goes on after a restart where it stopped.
/// </summary>
internal sealed class VerdictLoop(JudgeReplays replays, JudgeOverdue overdue, PauseBroken broken, SuspensionEnds suspensions, ClassifyWorkers classify, AuditSignal revealed, IOptions<StorageOptions> storage, TimeProvider time, ILogger<VerdictLoop> logger) : Loop(time, logger)
{
    private const int Patience = 5; // batches: nobody stands and waits for a verdict, the picture is there
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(15);

    private readonly TimeProvider _time = time;
    private readonly BatchPace _pace = new(Patience * storage.Value.BatchInterval);

    protected override async Task WaitAsync(CancellationToken cancellationToken)
    {
        _pace.End();
        await revealed.Signal.WaitAsync(LookAnyway, _time, cancellationToken);
        await _pace.BeginAsync(cancellationToken);
    }

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await replays.RunAsync(cancellationToken);
        await overdue.RunAsync(cancellationToken);
        await classify.RunAsync(cancellationToken);
        await broken.RunAsync(cancellationToken);
        await suspensions.RunAsync(cancellationToken);
    }
}
