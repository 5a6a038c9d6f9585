namespace LaionGrid.Worker.Idle;

/// <summary>What the owner said by hand; it stands above every rule.</summary>
/// <param name="Until">When it ends of itself; null when only "resume" ends it.</param>
internal sealed record OwnerWish(WishKind Kind, DateTimeOffset? Until = null)
{
    public static OwnerWish None { get; } = new(WishKind.None);

    /// <summary>What holds when this is said of the machine and the other of one device: pausing stands above finishing, and what lasts longer above what ends.</summary>
    public OwnerWish And(OwnerWish other) => (Kind, other.Kind) switch
    {
        (WishKind.None, _) => other,
        (_, WishKind.None) => this,
        var (mine, its) when mine == its => Until is null || (other.Until is { } until && Until >= until) ? this : other,
        _ => Kind == WishKind.Pause ? this : other,
    };

    public bool HoldsAt(DateTimeOffset now) => Kind != WishKind.None && !(Until <= now);
}

/// <summary>The owner's words.</summary>
internal enum WishKind
{
    None,
    Pause,
    Finish,
}
