namespace LaionGrid.Coordinator.Accounts;

/// <summary>Who is calling, as far as a key tells.</summary>
/// <param name="Holder">Opaque id of the machine the key was given to; null for a person.</param>
internal sealed record Caller(AccountId AccountId, KeyRole Role, Guid? Holder, string KeyPrefix)
{
    /// <summary>A caller without a key.</summary>
    public static Caller Anonymous { get; } = new(AccountId.Anonymous, KeyRole.Person, null, "");

    public bool IsAnonymous => KeyPrefix.Length == 0;
}
