using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Results;

/// <summary>Says that a picture came in which wants verifying. A hint in memory; what waits stands in the database.</summary>
internal sealed class RenderedSignal
{
    public Signal Signal { get; } = new();
}
