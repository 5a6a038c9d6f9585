using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Accounts.Acts;

/// <summary>Names one line of the record of acts.</summary>
internal readonly record struct ActId(Guid Value) : IId<ActId>
{
    public static ActId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}

/// <summary>Who did what to what, when and why: one line for each act of a moderator or an operator. Lines are added, never changed.</summary>
internal sealed class Act
{
    public required ActId Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required AccountId AccountId { get; init; }

    public required KeyRole Role { get; init; }

    /// <summary>Such as "picture.take_down".</summary>
    public required string What { get; init; }

    /// <summary>Kind and id, such as "worker:0190...".</summary>
    public required string Subject { get; init; }

    /// <summary>In the actor's words; may be empty.</summary>
    public required string Why { get; init; }
}
