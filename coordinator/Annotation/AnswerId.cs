using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Annotation;

/// <summary>Names one answer.</summary>
internal readonly record struct AnswerId(Guid Value) : IId<AnswerId>
{
    public static AnswerId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}
