using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>Names what a person asked for.</summary>
internal readonly record struct RequestId(Guid Value) : IId<RequestId>
{
    public static RequestId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}

/// <summary>Names one picture of a request.</summary>
internal readonly record struct JobId(Guid Value) : IId<JobId>
{
    public static JobId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}

/// <summary>Names one worker's try at a job; on the wire it is the lease's id.</summary>
internal readonly record struct AttemptId(Guid Value) : IId<AttemptId>
{
    public static AttemptId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}
