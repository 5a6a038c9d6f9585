using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Verification.Judging;

/// <summary>Says that a trajectory came in which goes to no referee. A hint in memory; what waits stands in the database.</summary>
internal sealed class AuditSignal
{
    public Signal Signal { get; } = new();

    public void Came() => Signal.Set();
}
