using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Storage;

/// <summary>Folds tallies now and then. It bounds how many entries readers add up; what they read is exact without it.</summary>
internal sealed class TallyLoop(FoldTallies fold, TimeProvider time, ILogger<TallyLoop> logger) : Loop(time, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time = time;

    protected override Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Interval, _time, cancellationToken);

    public override Task RunOnceAsync(CancellationToken cancellationToken) => fold.RunAsync(cancellationToken);
}
