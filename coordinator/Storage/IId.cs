namespace LaionGrid.Coordinator.Storage;

/// <summary>An id of one kind of thing: a version 7 Guid, so ids sort by time on every database.</summary>
internal interface IId<TSelf> where TSelf : struct, IId<TSelf>
{
    Guid Value { get; }

    static abstract TSelf From(Guid value);
}

/// <summary>Makes and reads ids.</summary>
internal static class Ids
{
    public static TId New<TId>(TimeProvider time) where TId : struct, IId<TId> => TId.From(Guid.CreateVersion7(time.GetUtcNow()));

    public static TId From<TId>(Guid value) where TId : struct, IId<TId> => TId.From(value);

    /// <summary>Reads the 32 hex digits that people and programs see; null for anything else.</summary>
    public static TId? Read<TId>(string text) where TId : struct, IId<TId> =>
        Guid.TryParseExact(text, "N", out var value) ? TId.From(value) : null;
}
