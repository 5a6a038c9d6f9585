namespace LaionGrid.Coordinator.Accounts;

/// <summary>Who is calling, as far as a key or a site tells.</summary>
/// <param name="Holder">Opaque id of the machine the key was given to; null for a person.</param>
internal sealed record Caller(AccountId AccountId, KeyRole Role, Guid? Holder, string KeyPrefix)
{
    /// <summary>A caller without a key.</summary>
    public static Caller Anonymous { get; } = new(AccountId.Anonymous, KeyRole.Person, null, "") { Rank = Rank.Anonymous };

    /// <summary>What the key used is good for; everything for a caller without a key, who has nothing to keep.</summary>
    public KeyScopes Scopes { get; init; } = KeyScopes.All;

    public Rank Rank { get; init; } = Rank.New;

    /// <summary>Whether the account was erased since.</summary>
    public bool IsErased { get; init; }

    /// <summary>Whether an operator has locked the account that the key belongs to.</summary>
    public bool IsLocked { get; init; }

    /// <summary>Whether a key said so, and not a site.</summary>
    public bool IsByKey => KeyPrefix.StartsWith(KeySecret.Start, StringComparison.Ordinal);

    public bool IsAnonymous => KeyPrefix.Length == 0;
}
