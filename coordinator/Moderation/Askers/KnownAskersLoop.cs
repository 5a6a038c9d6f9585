using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Models;

namespace LaionGrid.Coordinator.Moderation.Askers;

/// <summary>Takes up within seconds what was decided at other coordinators: suspended askers and hidden bundles.</summary>
internal sealed class KnownAskersLoop(KnownAskers askers, HiddenBundles bundles, TimeProvider time, ILogger<KnownAskersLoop> logger) : Loop(time, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time = time;

    protected override Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Interval, _time, cancellationToken);

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await askers.RefreshAsync(cancellationToken);
        await bundles.RefreshAsync(cancellationToken);
    }
}
