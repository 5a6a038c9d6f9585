namespace LaionGrid.Worker.Idle;

/// <summary>What the owner said by hand; it stands above every rule.</summary>
/// <param name="Until">When it ends of itself; null when only "resume" ends it.</param>
internal sealed record OwnerWish(WishKind Kind, DateTimeOffset? Until = null)
{
    public static OwnerWish None { get; } = new(WishKind.None);

    public bool HoldsAt(DateTimeOffset now) => Kind != WishKind.None && !(Until <= now);
}

/// <summary>The owner's words.</summary>
internal enum WishKind
{
    None,
    Pause,
    Finish,
}
