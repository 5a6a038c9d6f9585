namespace LaionGrid.Coordinator.Storage;

/// <summary>Whose sum a tally is: an account, or a thing that is counted under an id of its own.</summary>
internal readonly record struct TallySubject(Guid Value) : IId<TallySubject>
{
    /// <summary>Pictures rendered for people, whatever the verdict.</summary>
    public static TallySubject Rendered { get; } = new(new Guid("00000000-0000-7000-8000-000000000101"));

    public static TallySubject From(Guid value) => new(value);

    public static TallySubject Of<TId>(TId id) where TId : struct, IId<TId> => new(id.Value);

    public override string ToString() => Value.ToString("N");
}

internal readonly record struct TallyEntryId(Guid Value) : IId<TallyEntryId>
{
    public static TallyEntryId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}

/// <summary>How long a stretch of time is summed in one row.</summary>
internal enum TallySpan
{
    Hour,

    /// <summary>From midnight to midnight, UTC.</summary>
    Day,

    Always,
}

/// <summary>
/// A subject's sum over one stretch of time, so far as it is folded. What is true is this and the entries together: for every
/// subject and stretch, tally plus entries equals the sum over all that was ever appended, at every instant that a reader can see.
/// Hours are kept for <see cref="Tallies.HoursKept"/>, days and all time for ever.
/// </summary>
internal sealed class Tally
{
    public required TallySpan Span { get; init; }

    /// <summary>When the stretch begins; the epoch for <see cref="TallySpan.Always"/>.</summary>
    public required DateTimeOffset Start { get; init; }

    public required TallySubject Subject { get; init; }

    public required long Amount { get; init; }

    public required long Count { get; init; }
}

/// <summary>What one write adds to a subject's sums. It lives until it is folded, and nobody ever updates it.</summary>
internal sealed class TallyEntry
{
    public required TallyEntryId Id { get; init; }

    public required TallySubject Subject { get; init; }

    /// <summary>The start of the hour that it belongs to.</summary>
    public required DateTimeOffset Hour { get; init; }

    public required long Amount { get; init; }

    public required long Count { get; init; }
}
