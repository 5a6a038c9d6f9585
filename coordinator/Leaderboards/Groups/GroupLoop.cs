using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Leaderboards.Groups;

/// <summary>Counts countries and families of devices anew every few minutes.</summary>
internal sealed class GroupLoop(RankGroups groups, TimeProvider time, ILogger<GroupLoop> logger) : Loop(time, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _time = time;

    protected override Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Interval, _time, cancellationToken);

    public override Task RunOnceAsync(CancellationToken cancellationToken) => groups.RefreshAsync(cancellationToken);
}
