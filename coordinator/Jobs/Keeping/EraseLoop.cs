using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Jobs.Keeping;

/// <summary>Erases deleted pictures that could not be erased at once, when their checks are over.</summary>
internal sealed class EraseLoop(ErasePictures erase, TimeProvider time, ILogger<EraseLoop> logger) : Loop(time, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private readonly TimeProvider _time = time;

    protected override Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Interval, _time, cancellationToken);

    public override Task RunOnceAsync(CancellationToken cancellationToken) => erase.RunAsync(cancellationToken);
}
