using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Leaderboards;

/// <summary>Builds the boards at start and at each midnight, and keeps them near the ledger so that no reader has long to catch up.</summary>
internal sealed class BoardLoop(LiveBoards boards, TimeProvider time, ILogger<BoardLoop> logger) : Loop(time, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time = time;

    protected override Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Interval, _time, cancellationToken);

    public override Task RunOnceAsync(CancellationToken cancellationToken) => boards.RefreshAsync(cancellationToken);
}
