using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Fleet;

/// <summary>Names one enrolled worker.</summary>
internal readonly record struct WorkerId(Guid Value) : IId<WorkerId>
{
    public static WorkerId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}
