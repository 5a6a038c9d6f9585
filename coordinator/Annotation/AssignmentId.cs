using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Annotation;

/// <summary>Names one task that was given to one person.</summary>
internal readonly record struct AssignmentId(Guid Value) : IId<AssignmentId>
{
    public static AssignmentId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}
